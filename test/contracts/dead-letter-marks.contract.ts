import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { DeadLetterMarks, LetterMark } from "../../src/application/ports/dead-letter-marks.js";
import { mostMarkedAtOnce } from "../../src/application/ports/dead-letter-marks.js";

export interface MarksStage {
  readonly marks: DeadLetterMarks;
  close(): Promise<void>;
}

export const deadLetterMarksContract = (name: string, open: () => Promise<MarksStage>) =>
  describe(`${name} as DeadLetterMarks`, () => {
    let stage: MarksStage;
    beforeAll(async () => {
      stage = await open();
    });
    afterAll(() => stage?.close());
    const at = new Date("2026-11-22T10:00:00Z");
    const discarded: LetterMark = { state: "discarded", at, by: "ops", reason: "a test" };

    test("knows the marks of the letters that have one, the latest of each", async () => {
      const { marks } = stage;
      expect(await marks.of(["0-1-a"])).toEqual(new Map());
      await marks.mark(["0-1-a", "0-2-a"], discarded);
      const replayed: LetterMark = { state: "replayed", at: new Date(at.getTime() + 1), by: "ops", reason: null };
      await marks.mark(["0-2-a"], replayed);
      expect(await marks.of(["0-1-a", "0-2-a", "0-3-a"])).toEqual(
        new Map([
          ["0-1-a", discarded],
          ["0-2-a", replayed],
        ]),
      );
    });

    test("marks and reads as many as one call takes, and more are read in parts", async () => {
      const { marks } = stage;
      const ids = Array.from({ length: mostMarkedAtOnce }, (_, n) => `1-${n}-a`);
      await marks.mark(ids, discarded);
      await marks.mark([], discarded);
      await marks.mark(["0-1-a"], discarded);
      const found = await marks.of([...ids, ...ids.map((id) => `9${id}`), "0-1-a"]);
      expect(found.size).toBe(mostMarkedAtOnce + 1);
    });
  });
