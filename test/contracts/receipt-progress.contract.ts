import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ReceiptProgress } from "../../src/application/ports/receipt-progress.js";

/** Progress whose clock only the test moves on. */
export interface ProgressStage {
  readonly progress: ReceiptProgress;
  advance(ms: number): void;
  close(): Promise<void>;
}

const hour = 3_600_000;

export const receiptProgressContract = (name: string, open: () => Promise<ProgressStage>) =>
  describe(`${name} as a ReceiptProgress`, () => {
    let stage: ProgressStage;
    let progress: ReceiptProgress;
    beforeAll(async () => {
      stage = await open();
      progress = stage.progress;
    });
    afterAll(() => stage?.close());

    test("of parallel workers one becomes the reader, and stays it for as long as it says so", async () => {
      const tokens = await Promise.all(["a", "b", "c", "d"].map((owner) => progress.lease(owner, 1_000)));
      expect(tokens.filter((token) => token !== undefined)).toHaveLength(1);
      const at = tokens.findIndex((token) => token !== undefined);
      const [reader, other] = [["a", "b", "c", "d"][at]!, ["b", "c", "d", "a"][at]!];
      stage.advance(900);
      expect(await progress.lease(reader, 1_000)).toBe(tokens[at]);
      stage.advance(900);
      expect(await progress.lease(other, 1_000)).toBeUndefined();
      stage.advance(101);
      expect(await progress.lease(other, 1_000)).toBeGreaterThan(tokens[at]!);
      await progress.release(reader);
      expect(await progress.lease("z", 1_000)).toBeUndefined();
      await progress.release(other);
      expect(await progress.lease("z", 1_000)).toBeGreaterThan(0);
      await progress.release("z");
    });

    test("the watermark moves on, never back, and for the reader alone", async () => {
      const [early, late] = [new Date(1_700_000_000_000), new Date(1_700_000_000_001)];
      const token = (await progress.lease("first", 1_000))!;
      expect(await progress.watermark("log")).toBeUndefined();
      expect(await progress.advance("log", token, late)).toBe(true);
      expect(await progress.advance("log", token, early)).toBe(true);
      expect(await progress.watermark("log")).toEqual(late);
      expect(await progress.watermark("another")).toBeUndefined();
      stage.advance(1_001);
      const newer = (await progress.lease("second", 1_000))!;
      const later = new Date(1_800_000_000_000);
      expect(await progress.advance("log", token, later)).toBe(false);
      expect(await progress.watermark("log")).toEqual(late);
      expect(await progress.advance("log", newer, later)).toBe(true);
      await progress.release("second");
      expect(await progress.advance("log", newer, later)).toBe(false);
    });

    test("lines that were taken are known for as long as they may be read again", async () => {
      const lines = Array.from({ length: 300 }, (_, at) => `3${String(at).padStart(55, "0")}`);
      expect(await progress.untaken(lines)).toEqual(lines);
      await progress.taken(lines.slice(0, 299));
      await progress.taken(lines.slice(0, 5));
      expect(await progress.untaken(lines)).toEqual(lines.slice(299));
      stage.advance(76 * hour);
      expect(await progress.untaken(lines)).toEqual(lines.slice(299));
      stage.advance(10 * 24 * hour);
      expect(await progress.untaken(lines)).toEqual(lines);
      expect(await progress.untaken([])).toEqual([]);
      await progress.taken([]);
    });
  });
