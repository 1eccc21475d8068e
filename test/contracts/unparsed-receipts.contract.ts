import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { receiptsComeMs } from "../../src/application/ports/receipt-index.js";
import { longestUnparsed, mostUnparsed, type UnparsedReceipts } from "../../src/application/ports/unparsed-receipts.js";

export interface UnparsedStage {
  readonly unparsed: UnparsedReceipts;
  now(): Date;
  advance(ms: number): void;
  close(): Promise<void>;
}

export const unparsedReceiptsContract = (name: string, open: () => Promise<UnparsedStage>) =>
  describe(`${name} as UnparsedReceipts`, () => {
    let stage: UnparsedStage;
    beforeAll(async () => {
      stage = await open();
    });
    afterAll(() => stage?.close());

    test("keeps the last lines, the latest first, each cut", async () => {
      const { unparsed } = stage;
      const at = stage.now();
      expect(await unparsed.list(10)).toEqual([]);
      for (let line = 0; line <= mostUnparsed; line += 1)
        await unparsed.keep({ at, cause: "not-json", text: `line ${line}` });
      await unparsed.keep({ at, cause: "no-time", text: "x".repeat(2 * longestUnparsed) });
      const [first, second] = await unparsed.list(2);
      expect(first).toEqual({ at, cause: "no-time", text: "x".repeat(longestUnparsed) });
      expect(second).toEqual({ at, cause: "not-json", text: `line ${mostUnparsed}` });
      expect(await unparsed.list(2 * mostUnparsed)).toHaveLength(mostUnparsed);
    });

    test("forgets the lines that are somebody's, and no other", async () => {
      const { now, unparsed } = stage;
      const of = (text: string) => ({ at: now(), cause: "not-json", text });
      for (const text of ["his 1", "hers", "his 2"]) await unparsed.keep(of(text));
      expect(await unparsed.forget((text) => text.startsWith("his"))).toBe(2);
      expect(await unparsed.forget((text) => text.startsWith("his"))).toBe(0);
      expect((await unparsed.list(1)).map(({ text }) => text)).toEqual(["hers"]);
      expect(await unparsed.list(2 * mostUnparsed)).toHaveLength(mostUnparsed - 2);
      for (const text of ["a", "b"]) await unparsed.keep(of(text));
    });

    test("each goes after its own time, though others came since", async () => {
      const { advance, now, unparsed } = stage;
      advance(receiptsComeMs - 3_600_000);
      const later = { at: now(), cause: "not-json", text: "later" };
      await unparsed.keep(later);
      expect(await unparsed.list(2 * mostUnparsed)).toHaveLength(mostUnparsed);
      advance(2 * 3_600_000);
      expect(await unparsed.list(2 * mostUnparsed)).toEqual([later]);
    });
  });
