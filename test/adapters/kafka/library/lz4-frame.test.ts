import fc from "fast-check";
import { compressBlock } from "lz4js";
import { expect, test } from "vitest";
import { decompressLz4Frame } from "../../../../src/adapters/kafka/library/lz4-frame.js";

const limit = 8 * 1024 * 1024;

const word = (value: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value >>> 0);
  return bytes;
};

/** LZ4 frame format 1.6.3: magic, FLG, BD, (content size), header checksum, blocks, end mark, (content checksum). */
const frame = (flags: number, blocks: readonly Buffer[], blockSizeCode = 4) =>
  Buffer.concat([
    word(0x184d2204),
    Buffer.from([0x40 | flags, blockSizeCode << 4]),
    ...(flags & 0x08 ? [Buffer.alloc(8)] : []),
    Buffer.from([0]),
    ...blocks.flatMap((block) => [block, ...(flags & 0x10 ? [word(0xdeadbeef)] : [])]),
    word(0),
    ...(flags & 0x04 ? [word(0xdeadbeef)] : []),
  ]);
const stored = (bytes: Buffer) => Buffer.concat([word(0x80000000 | bytes.length), bytes]);
const compressed = (bytes: Buffer) => {
  const output = Buffer.alloc(bytes.length * 2 + 64);
  const size = compressBlock(bytes, output, 0, bytes.length, new Uint32Array(1 << 16));
  return Buffer.concat([word(size), output.subarray(0, size)]);
};

const text = Buffer.from("the quick brown fox jumps over the lazy dog. ".repeat(40));

test.each([
  ["plain", 0x20],
  ["block checksums, which lz4js's own frame reader takes for data", 0x30],
  ["content size", 0x28],
  ["content checksum", 0x24],
  ["all of them", 0x3c],
])("a frame with %s", (_, flags) => {
  expect(decompressLz4Frame(frame(flags, [compressed(text), stored(text)]), limit)).toEqual(
    Buffer.concat([text, text]),
  );
});

test.each([
  ["another magic number", Buffer.concat([word(0x184d2a50), Buffer.alloc(20)]), /not an LZ4 frame/],
  ["an unknown version", frame(0xc0, []), /unknown version/],
  ["an unknown block size", frame(0x20, [], 3), /unknown version/],
  ["a truncated block", frame(0x20, [compressed(text)]).subarray(0, 40), /truncated/],
  ["no end mark", frame(0x20, [stored(text)]).subarray(0, -4), /./],
  ["more than the limit", frame(0x20, Array(3).fill(stored(Buffer.alloc(3_000_000))), 7), /more than 8388608 bytes/],
])("%s throws", (_, bytes, message) => {
  expect(() => decompressLz4Frame(bytes, limit)).toThrow(message);
});

test("no bytes make it hang or grow beyond the limit", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      try {
        const output = decompressLz4Frame(frame(0x20, [Buffer.concat([word(bytes.length), bytes])]), limit);
        expect(output.length).toBeLessThanOrEqual(limit + 4 * 1024 * 1024);
      } catch (error) {
        expect(error).toBeInstanceOf(Error);
      }
    }),
    { numRuns: 2_000 },
  );
});
