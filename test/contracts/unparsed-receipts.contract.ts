import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { longestUnparsed, mostUnparsed, type UnparsedReceipts } from "../../src/application/ports/unparsed-receipts.js";

export interface UnparsedStage {
  readonly unparsed: UnparsedReceipts;
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
      const at = new Date();
      expect(await unparsed.list(10)).toEqual([]);
      for (let line = 0; line <= mostUnparsed; line += 1)
        await unparsed.keep({ at, cause: "not-json", text: `line ${line}` });
      await unparsed.keep({ at, cause: "no-time", text: "x".repeat(2 * longestUnparsed) });
      const [first, second] = await unparsed.list(2);
      expect(first).toEqual({ at, cause: "no-time", text: "x".repeat(longestUnparsed) });
      expect(second).toEqual({ at, cause: "not-json", text: `line ${mostUnparsed}` });
      expect(await unparsed.list(2 * mostUnparsed)).toHaveLength(mostUnparsed);
    });
  });
