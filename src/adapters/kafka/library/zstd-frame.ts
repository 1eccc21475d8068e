import { ZSTDDecoder } from "zstddec";
import { TooLarge } from "./too-large.js";

/** RFC 8878 §3.1.1.2.3: no block holds more than this, nor more than its frame's window. */
const mostBlockBytes = 128 * 1024;
/** RFC 8878 §3.1.1.1.2 asks decoders for 8 MiB; a window is memory taken. */
const mostWindowBytes = 8 * 1024 * 1024;

interface FrameHead {
  readonly windowBytes: number;
  readonly firstBlock: number;
  readonly checksumBytes: number;
}

/** RFC 8878 §3.1.1.1. */
const headOf = (frame: Buffer): FrameHead => {
  if (frame.readUInt32LE(0) !== 0xfd2fb528) throw new Error("not a zstd frame");
  const descriptor = frame.readUInt8(4);
  const singleSegment = (descriptor & 0x20) !== 0;
  const dictionaryBytes = [0, 1, 2, 4][descriptor & 3]!;
  const contentAt = 5 + (singleSegment ? 0 : 1) + dictionaryBytes;
  const contentBytes = [singleSegment ? 1 : 0, 2, 4, 8][descriptor >> 6]!;
  const windowByte = frame.readUInt8(5);
  const base = 2 ** (10 + (windowByte >> 3));
  const window = base + (base / 8) * (windowByte & 7);
  const content =
    contentBytes === 8
      ? Number(frame.readBigUInt64LE(contentAt))
      : contentBytes === 0
        ? 0
        : frame.readUIntLE(contentAt, contentBytes) + (contentBytes === 2 ? 256 : 0);
  return {
    windowBytes: singleSegment ? content : window,
    firstBlock: contentAt + contentBytes,
    checksumBytes: (descriptor & 0x04) === 0 ? 0 : 4,
  };
};

/** The most that the frame's blocks may hold, by their number. Throws where it is not one whole frame and nothing else. */
const boundOf = (frame: Buffer, { windowBytes, firstBlock, checksumBytes }: FrameHead): number => {
  const each = Math.min(mostBlockBytes, Math.max(windowBytes, 1_024));
  let bound = 0;
  for (let at = firstBlock, last = false; !last; ) {
    const block = frame.readUIntLE(at, 3);
    last = (block & 1) === 1;
    bound += each;
    at += 3 + (((block >> 1) & 3) === 1 ? 1 : block >> 3);
    if (last && at + checksumBytes !== frame.length) throw new Error("more or less than one zstd frame");
  }
  return bound;
};

const decoder = new ZSTDDecoder();

/** Decompresses one frame. Rejects before it takes the memory for more than `most` bytes. */
export const decompressZstd = async (frame: Buffer, most: number): Promise<Buffer> => {
  const head = headOf(frame);
  if (head.windowBytes > mostWindowBytes) throw new Error(`a zstd window of ${head.windowBytes} bytes`);
  const bound = boundOf(frame, head);
  if (bound > most + mostBlockBytes) throw new TooLarge(most);
  await decoder.init();
  // Nothing is its answer to a frame that it cannot read, too.
  const { buffer, byteOffset, length } = decoder.decode(frame, bound);
  if (length === 0) throw new Error("a corrupt zstd frame");
  if (length > most) throw new TooLarge(most);
  return Buffer.from(buffer, byteOffset, length);
};
