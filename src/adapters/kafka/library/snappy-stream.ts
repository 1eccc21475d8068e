import { uncompress } from "snappyjs";
import { TooLarge } from "./too-large.js";

/** xerial's stream format, which Java's producers write: this, two versions, then blocks with their lengths before them. */
const magic = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0x00]);
const headerBytes = magic.length + 8;

/** Snappy format description, §1: a little-endian varint before the data says how long it is uncompressed. */
const lengthOf = (block: Buffer): number => {
  let length = 0;
  for (let at = 0; at < 5; at++) {
    const byte = block[at];
    if (byte === undefined) break;
    length += (byte & 0x7f) * 2 ** (7 * at);
    if (byte < 0x80) return length;
  }
  throw new Error("a snappy block without a length");
};

/** Bytes after a tag of each kind, literals aside (Snappy format description, §2). */
const copyBytes = [0, 1, 2, 4];

/** snappyjs takes the length of a literal for a signed number, and goes back for ever where it is negative. */
const checkLiterals = (block: Buffer): void => {
  let at = 0;
  while ((block[at] ?? 0) >= 0x80) at += 1;
  for (at += 1; at < block.length; ) {
    const tag = block[at++]!;
    if ((tag & 3) !== 0) {
      at += copyBytes[tag & 3]!;
      continue;
    }
    const more = Math.max(0, (tag >>> 2) - 59);
    if (at + more > block.length) throw new Error("a truncated snappy block");
    at += more + (more === 0 ? tag >>> 2 : block.readUIntLE(at, more)) + 1;
    if (at > block.length) throw new Error("a truncated snappy block");
  }
};

const blocksOf = (stream: Buffer): readonly Buffer[] => {
  if (!stream.subarray(0, magic.length).equals(magic)) return [stream];
  const blocks: Buffer[] = [];
  for (let at = headerBytes; at < stream.length; ) {
    const end = at + 4 + stream.readUInt32BE(at);
    if (end > stream.length) throw new Error("a truncated snappy block");
    blocks.push(stream.subarray(at + 4, end));
    at = end;
  }
  return blocks;
};

/** Decompresses one block, or a stream of them. Throws before it takes the memory for more than `most` bytes. */
export const decompressSnappy = (stream: Buffer, most: number): Buffer => {
  const blocks = blocksOf(stream);
  const size = blocks.reduce((sum, block) => sum + lengthOf(block), 0);
  if (size > most) throw new TooLarge(most);
  for (const block of blocks) checkLiterals(block);
  return Buffer.concat(
    blocks.map((block) => uncompress(block, most)),
    size,
  );
};
