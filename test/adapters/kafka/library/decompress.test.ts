import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { compress } from "snappyjs";
import { describe, expect, test } from "vitest";
import { decompress } from "../../../../src/adapters/kafka/library/decompress.js";
import { runs } from "../../../support/property-runs.js";

const most = 1024 * 1024;
const text = Buffer.from("the quick brown fox jumps over the lazy dog. ".repeat(40));

/** xerial's stream: its magic bytes, two versions, then blocks with their lengths before them. */
const xerial = (...blocks: readonly Buffer[]) => {
  const parts = blocks.flatMap((block) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(block.length);
    return [length, block];
  });
  return Buffer.concat([Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0]), Buffer.alloc(8), ...parts]);
};
/** A block that says it is so long uncompressed, whatever follows. */
const claiming = (length: number) => {
  const bytes: number[] = [];
  for (let rest = length; rest > 0x7f; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 0x80);
  return Buffer.from([...bytes, Math.floor(length / 128 ** bytes.length), 0]);
};

/** RFC 8878: one frame of blocks of type 0 (raw), 1 (one byte repeated); `descriptor` and window before them. */
const zstd = (
  blocks: readonly (readonly [type: number, size: number, body: Buffer])[],
  window = 0x38,
  descriptor = 0,
) => {
  const parts = blocks.map(([type, size, body], n) => {
    const head = Buffer.alloc(3);
    head.writeUIntLE((size << 3) | (type << 1) | Number(n === blocks.length - 1), 0, 3);
    return Buffer.concat([head, body]);
  });
  return Buffer.concat([Buffer.from([0x28, 0xb5, 0x2f, 0xfd, descriptor, window]), ...parts]);
};
const repeated = (size: number) => [1, size, Buffer.from("a")] as const;

test.each([
  ["gzip", gzipSync(text), text],
  ["snappy", compress(text), text],
  ["snappy", xerial(compress(text), compress(text)), Buffer.concat([text, text])],
  ["snappy", xerial(), Buffer.alloc(0)],
  [
    "zstd",
    zstd([[0, 3, Buffer.from("xyz")], repeated(100_000)]),
    Buffer.concat([Buffer.from("xyz"), Buffer.alloc(100_000, "a")]),
  ],
] as const)("%s is read", async (codec, bytes, whole) => {
  expect(Buffer.compare(await decompress[codec](bytes, most), whole)).toBe(0);
});

describe("nothing takes more memory than it may", () => {
  const gigabyte = 2 ** 30;
  test.each([
    ["gzip", "that grows", gzipSync(Buffer.alloc(2 * most)), /^more than/],
    ["snappy", "that says so", claiming(gigabyte), /^more than/],
    ["snappy", "in blocks that say so together", xerial(...Array(3).fill(claiming(most / 2))), /^more than/],
    ["zstd", "in blocks of one byte repeated", zstd(Array(20).fill(repeated(128 * 1024))), /^more than/],
    ["zstd", "in a window of a gigabyte", zstd([repeated(1)], 0xa0), /zstd window of 1073741824/],
    ["zstd", "in one segment of 2 GB", zstd([[0, 2 ** 20, Buffer.alloc(4)]], 0xff, 0xa0), /zstd window of/],
    [
      "zstd",
      "in empty blocks, each of which moves the window",
      zstd(Array(5_000).fill([0, 0, Buffer.alloc(0)])),
      /^more/,
    ],
    ["zstd", "in a second frame", Buffer.concat([zstd([repeated(1)]), zstd([repeated(1)])]), /one zstd frame/],
  ] as const)("%s %s", async (codec, _, bytes, says) => {
    const before = process.memoryUsage().arrayBuffers;
    await expect(Promise.resolve().then(() => decompress[codec](bytes, most))).rejects.toThrow(says);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(8 * most);
  });
});

test("a snappy literal whose length snappyjs takes for a negative one is refused, and nothing hangs", async () => {
  const block = Buffer.from("0afcfaffffff0000000000", "hex");
  await expect(Promise.resolve().then(() => decompress.snappy(block, most))).rejects.toThrow("truncated snappy block");
});

test.each(["gzip", "snappy", "lz4", "zstd"] as const)(
  "%s: no bytes make it hang or grow beyond the limit",
  async (codec) => {
    const begin = { gzip: "1f8b08", snappy: "", lz4: "04224d1860", zstd: "28b52ffd" }[codec];
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 100 }), async (some) => {
        try {
          const output = await decompress[codec](Buffer.concat([Buffer.from(begin, "hex"), some]), most);
          expect(output.length).toBeLessThanOrEqual(most);
        } catch (error) {
          expect(error).toBeInstanceOf(Error);
        }
      }),
      { numRuns: runs(2_000) },
    );
  },
);
