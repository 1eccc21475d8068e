import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  isCompleted,
  readCompleted,
  writeCompleted,
} from "../../../../src/adapters/kafka/consume/completed-offsets.js";

const range = fc
  .tuple(fc.bigInt({ min: 0n, max: 400n }), fc.bigInt({ min: 1n, max: 9n }))
  .map(([from, length]) => ({ from, to: from + length }));

describe("completed offsets in a commit", () => {
  test("are read as they were written: those at or after the committed offset, and no others", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 200n }), fc.array(range, { maxLength: 40 }), (next, ranges) => {
        const read = readCompleted(next, writeCompleted(next, ranges));
        for (let offset = 0n; offset < 420n; offset += 1n)
          expect(isCompleted(read, offset)).toBe(offset >= next && isCompleted(ranges, offset));
      }),
      { numRuns: 300 },
    );
  });

  test("are bounded: what does not fit is left out, from the end", () => {
    const ranges = Array.from({ length: 5_000 }, (_, n) => ({ from: BigInt(n) * 3n + 1n, to: BigInt(n) * 3n + 2n }));
    const text = writeCompleted(0n, ranges);
    expect(text.length).toBeLessThanOrEqual(2_800);
    const read = readCompleted(0n, text);
    expect(read).toEqual(ranges.slice(0, read.length));
    expect(read.length).toBeGreaterThan(600);
  });

  test.each(["", "1", "x y", "1,2,", "-1,2", "1,2\u0000"])("%j says nothing", (text) => {
    expect(readCompleted(7n, text)).toEqual([]);
  });
});
