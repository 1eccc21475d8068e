import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { DeadNumbers } from "../../src/application/ports/dead-numbers.js";
import { noHistory, seemsDead } from "../../src/domain/phone/number-history.js";

/** A store whose clock only the test moves on. */
export interface DeadStage {
  readonly deadNumbers: DeadNumbers;
  now(): Date;
  advance(ms: number): void;
  close(): Promise<void>;
}

const day = 86_400_000;
let serial = 0;
const someone = (): string => {
  serial += 1;
  return `${serial}-a-keyed-hash-of-number`.slice(0, 22);
};

type Word = readonly ["failed" | "reached", days: number];

export const deadNumbersContract = (name: string, open: () => Promise<DeadStage>): void => {
  describe(`${name} as DeadNumbers`, () => {
    let stage: DeadStage;
    beforeAll(async () => {
      stage = await open();
    });
    afterAll(() => stage?.close());

    const told = async (words: readonly Word[]) => {
      const who = someone();
      const start = stage.now().getTime() - 20 * day;
      for (const [word, days] of words) await stage.deadNumbers[word](who, new Date(start + days * day));
      const { firstFailure, lastFailure, ...rest } = await stage.deadNumbers.ask(who);
      const inDays = (at: number) => (at === 0 ? undefined : (at - start) / day);
      return {
        dead: seemsDead({ firstFailure, lastFailure, ...rest }),
        of: [inDays(firstFailure), inDays(lastFailure)],
      };
    };

    test.each<readonly [string, readonly Word[], boolean, readonly (number | undefined)[]]>([
      ["one failure is an accident", [["failed", 0]], false, [0, 0]],
      [
        "two within a week may be a phone that is off",
        [
          ["failed", 0],
          ["failed", 6.9],
        ],
        false,
        [0, 6.9],
      ],
      [
        "two a week apart: it is gone",
        [
          ["failed", 0],
          ["failed", 7],
        ],
        true,
        [0, 7],
      ],
      [
        "receipts come in any order",
        [
          ["failed", 9],
          ["failed", 0],
          ["failed", 4],
        ],
        true,
        [0, 9],
      ],
      [
        "a receipt that comes twice is one",
        [
          ["failed", 3],
          ["failed", 3],
          ["failed", 3],
        ],
        false,
        [3, 3],
      ],
      [
        "a text that arrived between them",
        [
          ["failed", 0],
          ["reached", 3],
          ["failed", 9],
        ],
        false,
        [9, 9],
      ],
      [
        "a text that arrived afterwards",
        [
          ["failed", 0],
          ["failed", 9],
          ["reached", 10],
        ],
        false,
        [undefined, undefined],
      ],
      [
        "a late word of an arrival",
        [
          ["failed", 0],
          ["failed", 9],
          ["reached", 2],
        ],
        false,
        [9, 9],
      ],
      [
        "a late word of a failure before an arrival",
        [
          ["failed", 1],
          ["reached", 5],
          ["failed", 3],
        ],
        false,
        [undefined, undefined],
      ],
      [
        "it dies again after an arrival",
        [
          ["failed", 0],
          ["reached", 1],
          ["failed", 2],
          ["failed", 9],
        ],
        true,
        [2, 9],
      ],
      [
        "an arrival at the very instant of a failure",
        [
          ["failed", 2],
          ["reached", 2],
        ],
        false,
        [undefined, undefined],
      ],
    ])("%s", async (_, words, dead, of) => expect(await told(words)).toEqual({ dead, of }));

    test("nothing is kept of a number that only ever takes texts", async () => {
      const who = someone();
      await stage.deadNumbers.reached(who, stage.now());
      expect(await stage.deadNumbers.ask(who)).toEqual(noHistory);
      expect(await stage.deadNumbers.forget(who)).toBe(false);
    });

    test("45 days after the last word the number may be another person's: nothing is known of it", async () => {
      const who = someone();
      await stage.deadNumbers.failed(who, new Date(stage.now().getTime() - 9 * day));
      await stage.deadNumbers.failed(who, stage.now());
      stage.advance(44 * day);
      expect(seemsDead(await stage.deadNumbers.ask(who))).toBe(true);
      stage.advance(2 * day);
      expect(await stage.deadNumbers.ask(who)).toEqual(noHistory);
      expect(await stage.deadNumbers.forget(who)).toBe(false);
    });

    test("a forgotten number is as new", async () => {
      const who = someone();
      await stage.deadNumbers.failed(who, stage.now());
      expect(await stage.deadNumbers.forget(who)).toBe(true);
      expect(await stage.deadNumbers.forget(who)).toBe(false);
      expect(await stage.deadNumbers.ask(who)).toEqual(noHistory);
    });

    test("words of many workers at once all count", async () => {
      const who = someone();
      const start = stage.now().getTime() - 20 * day;
      await Promise.all(
        Array.from({ length: 20 }, (_, days) => stage.deadNumbers.failed(who, new Date(start + days * day))),
      );
      const history = await stage.deadNumbers.ask(who);
      expect([history.firstFailure, history.lastFailure]).toEqual([start, start + 19 * day]);
    });
  });
};
