import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { DeadLetterLog } from "../../src/application/ports/dead-letter-log.js";
import type { EventPublisher } from "../../src/application/ports/event-publisher.js";
import type { EventRecord } from "../../src/application/ports/event-source.js";

export interface DeadLetterLogStage {
  readonly letters: DeadLetterLog;
  readonly publish: EventPublisher["publish"];
  close(): Promise<void>;
}

export const deadLetterLogContract = (name: string, open: () => Promise<DeadLetterLogStage>) =>
  describe(`${name} as DeadLetterLog`, () => {
    let stage: DeadLetterLogStage;
    beforeAll(async () => {
      stage = await open();
    });
    afterAll(() => stage?.close());
    const scanned = async (most: number) => {
      const taken: EventRecord[] = [];
      const older = await stage.letters.scan(most, (record) => taken.push(record));
      return { taken, older };
    };

    test("an empty topic has none", async () => {
      expect(await scanned(10)).toEqual({ taken: [], older: 0 });
      expect(await stage.letters.at(0, 0n)).toBeUndefined();
    });

    test("hands over whole records in offset order, the newest where there are more, and finds each by its place", async () => {
      for (let n = 0; n < 5; n += 1)
        await stage.publish({
          topic: "sms.dead-letter",
          key: "k",
          value: n === 4 ? null : `${n} ${"x".repeat(200_000)}`,
          headers: { "sms-cause": "bad-json" },
          rawHeaders: [["twice", Buffer.from("1")]],
        });
      const { taken, older } = await scanned(3);
      expect(older).toBe(2);
      expect(taken.map(({ value }) => value?.subarray(0, 1).toString() ?? null)).toEqual(["2", "3", null]);
      const [first] = taken;
      expect(first).toMatchObject({ topic: "sms.dead-letter", partition: 0, key: Buffer.from("k") });
      expect(String(first!.headers["sms-cause"])).toBe("bad-json");
      expect(await stage.letters.at(0, first!.offset)).toEqual(first);
      expect(await stage.letters.at(0, first!.offset + 3n)).toBeUndefined();
      expect(await stage.letters.at(7, first!.offset)).toBeUndefined();
    });
  });
