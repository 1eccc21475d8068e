import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { SpentWords } from "../../src/application/ports/spent-words.js";
import type { SpentWord } from "../../src/domain/money/spent-word.js";

export interface WordStage {
  /** Stores that know nothing yet, two workers' over each. */
  fresh(): readonly [SpentWords, SpentWords];
  close(): Promise<void>;
}

const start = Date.UTC(2026, 10, 20);
const word = (minutes: number, limit: number | null = 50_000_000): SpentWord => ({
  at: start + minutes * 60_000,
  limit,
  until: start + 3_600_000,
});

export const spentWordsContract = (name: string, open: () => Promise<WordStage>): void => {
  describe(`${name} as SpentWords`, () => {
    let stage: WordStage;
    beforeAll(async () => {
      stage = await open();
    });
    afterAll(() => stage?.close());

    test("a word of one worker is every worker's", async () => {
      const [one, other] = stage.fresh();
      expect(await other.read()).toBeUndefined();
      await one.keep(word(1));
      expect(await other.read()).toEqual(word(1));
    });

    test("of an account that tells no limit, too", async () => {
      const [one, other] = stage.fresh();
      await one.keep(word(1, null));
      expect(await other.read()).toEqual(word(1, null));
    });

    test("the latest word stands, in whatever order they come, and however often", async () => {
      const [one, other] = stage.fresh();
      for (const minutes of [2, 5, 3, 5]) await one.keep(word(minutes));
      expect(await other.read()).toEqual(word(5));
    });

    test("another limit lifts it; a word from before comes too late, a later one stands", async () => {
      const [one, other] = stage.fresh();
      await one.keep(word(1));
      await other.lift(word(4).at);
      expect(await one.read()).toBeUndefined();
      await one.keep(word(4));
      expect(await one.read()).toBeUndefined();
      await one.keep(word(5));
      await other.lift(word(3).at);
      expect(await one.read()).toEqual(word(5));
    });
  });
};
