import { decompressBlock } from "lz4js";

/** LZ4 frame format 1.6.3: block maximum sizes by their code in the BD byte. */
const blockSizes = new Map([
  [4, 64 * 1024],
  [5, 256 * 1024],
  [6, 1024 * 1024],
  [7, 4 * 1024 * 1024],
]);

/** One block: where its data lies, and whether it is compressed. */
interface Block {
  readonly start: number;
  readonly size: number;
  readonly compressed: boolean;
}

const header = (frame: Buffer) => {
  if (frame.readUInt32LE(0) !== 0x184d2204) throw new Error("not an LZ4 frame");
  const flags = frame.readUInt8(4);
  const blockSize = blockSizes.get((frame.readUInt8(5) >> 4) & 7);
  if (flags >> 6 !== 1 || blockSize === undefined) throw new Error("an LZ4 frame of an unknown version");
  const length = 7 + (flags & 0x08 ? 8 : 0) + (flags & 0x01 ? 4 : 0);
  return { length, blockSize, blockChecksums: (flags & 0x10) !== 0 };
};

const blocksOf = (frame: Buffer, start: number, blockChecksums: boolean): readonly Block[] => {
  const blocks: Block[] = [];
  for (let at = start; ; ) {
    const word = frame.readUInt32LE(at);
    if (word === 0) return blocks;
    const size = word & 0x7fffffff;
    at += 4;
    if (at + size > frame.length) throw new Error("a truncated LZ4 frame");
    blocks.push({ start: at, size, compressed: word >>> 31 === 0 });
    at += size + (blockChecksums ? 4 : 0);
  }
};

/**
 * Decompresses one LZ4 frame. lz4js's own frame reader takes a block's checksum for its first bytes, so only its block
 * decoder is used. Throws where the frame is broken or would grow beyond `limit` bytes.
 */
export const decompressLz4Frame = (frame: Buffer, limit: number): Buffer => {
  const { length, blockSize, blockChecksums } = header(frame);
  const blocks = blocksOf(frame, length, blockChecksums);
  const bound = blocks.reduce((sum, block) => sum + (block.compressed ? blockSize : block.size), 0);
  if (bound > limit + blockSize) throw new Error(`more than ${limit} bytes once decompressed`);
  const output = Buffer.allocUnsafe(bound);
  let end = 0;
  for (const { start, size, compressed } of blocks) {
    if (compressed) end = decompressBlock(frame, output, start, size, end);
    else end += frame.copy(output, end, start, start + size);
    if (end > bound) throw new Error("a corrupt LZ4 block");
  }
  return output.subarray(0, end);
};
