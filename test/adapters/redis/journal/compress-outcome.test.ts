import { randomBytes } from "node:crypto";
import { inflateRawSync } from "node:zlib";
import fc from "fast-check";
import { expect, test } from "vitest";
import { compressOutcome } from "../../../../src/adapters/redis/journal/compress-outcome.js";
import { outcomeWords } from "../../../../src/adapters/redis/journal/outcome-words.js";

const read = (packed: Buffer) => inflateRawSync(packed, { dictionary: outcomeWords });

test.each([
  ["nothing", Buffer.alloc(0)],
  ["the words themselves", outcomeWords],
  ["what cannot be made smaller", randomBytes(15_800)],
  ["more than ever was packed before", randomBytes(300_000)],
  ["much that is alike", Buffer.alloc(1_000_000, "sent")],
])("any zlib reads back %s", (_, plain) => {
  expect(read(compressOutcome(plain)).equals(plain)).toBe(true);
});

test("one after the other, none is in another's way", () => {
  const packed = (plain: Uint8Array) => compressOutcome(Buffer.from(plain));
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 4_000 }), { minLength: 2 }), (plains) => {
      const all = plains.map(packed);
      for (const [at, plain] of plains.entries()) expect(read(all[at]!).equals(plain)).toBe(true);
    }),
  );
});

test("an outcome's own words take next to no room", () => {
  expect(compressOutcome(outcomeWords).length).toBeLessThan(100);
});
