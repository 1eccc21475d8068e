import { decompressBlock } from "lz4js";
import { TooLarge } from "./too-large.js";

/** LZ4 frame format 1.6.3: block maximum sizes by their code in the BD byte. */
const blockSizes = new Map([
  [4, 64 * 1024],
  [5, 256 * 1024],
  [6, 1024 * 1024],
  [7, 4 * 1024 * 1024],
]);

/** One block: the place of its data, a flag for compression, and its decompressed length. */
interface Block {
  readonly start: number;
  readonly size: number;
  readonly compressed: boolean;
  readonly length: number;
}

const header = (frame: Buffer) => {
  if (frame.readUInt32LE(0) !== 0x184d2204) throw new Error("not an LZ4 frame");
  const flags = frame.readUInt8(4);
  const blockSize = blockSizes.get((frame.readUInt8(5) >> 4) & 7);
  if (flags >> 6 !== 1 || blockSize === undefined) throw new Error("an LZ4 frame of an unknown version");
  const length = 7 + (flags & 0x08 ? 8 : 0) + (flags & 0x01 ? 4 : 0);
  return { length, blockSize, blockChecksums: (flags & 0x10) !== 0 };
};

/**
 * LZ4 block format: a half of the token with value 15 continues in the bytes that follow, up to one that is not 255.
 */
const lengthOf = (block: Buffer): number => {
  let at = 0;
  const counted = (half: number): number => {
    let count = half;
    for (let more = half === 15; more; at++) {
      const byte = block[at];
      if (byte === undefined) throw new Error("a corrupt LZ4 block");
      count += byte;
      more = byte === 255;
    }
    return count;
  };
  let length = 0;
  while (at < block.length) {
    const token = block[at++]!;
    const literals = counted(token >> 4);
    at += literals;
    length += literals;
    if (at > block.length) throw new Error("a corrupt LZ4 block");
    // The last sequence is literals alone.
    if (at === block.length) break;
    at += 2;
    length += counted(token & 15) + 4;
  }
  return length;
};

const blocksOf = (frame: Buffer, start: number, blockChecksums: boolean): readonly Block[] => {
  const blocks: Block[] = [];
  for (let at = start; ; ) {
    const word = frame.readUInt32LE(at);
    if (word === 0) return blocks;
    const size = word & 0x7fffffff;
    at += 4;
    if (at + size > frame.length) throw new Error("a truncated LZ4 frame");
    const compressed = word >>> 31 === 0;
    const length = compressed ? lengthOf(frame.subarray(at, at + size)) : size;
    blocks.push({ start: at, size, compressed, length });
    at += size + (blockChecksums ? 4 : 0);
  }
};

/**
 * Decompresses one LZ4 frame. lz4js's own frame reader takes a block's checksum for its first bytes, so only its block
 * decoder is used. Throws where the frame is broken, and before it takes the memory for more than `most` bytes.
 */
export const decompressLz4Frame = (frame: Buffer, most: number): Buffer => {
  const { length, blockSize, blockChecksums } = header(frame);
  const blocks = blocksOf(frame, length, blockChecksums);
  if (blocks.some((block) => block.length > blockSize)) throw new Error("a corrupt LZ4 block");
  const whole = blocks.reduce((sum, block) => sum + block.length, 0);
  if (whole > most) throw new TooLarge(most);
  const output = Buffer.alloc(whole);
  let end = 0;
  for (const { start, size, compressed } of blocks) {
    if (compressed) end = decompressBlock(frame, output, start, size, end);
    else end += frame.copy(output, end, start, start + size);
  }
  if (end !== whole) throw new Error("a corrupt LZ4 block");
  return output;
};
