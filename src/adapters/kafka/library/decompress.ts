import { promisify } from "node:util";
import { unzip } from "node:zlib";
import type { Codec } from "./batch-head.js";
import { decompressLz4Frame } from "./lz4-frame.js";
import { decompressSnappy } from "./snappy-stream.js";
import { TooLarge } from "./too-large.js";
import { decompressZstd } from "./zstd-frame.js";

const inflate = promisify(unzip);

/** True if zlib's error is that the output exceeds its limit. */
const isTooLarge = (error: unknown): boolean => (error as { code?: string }).code === "ERR_BUFFER_TOO_LARGE";

const decompressGzip = (compressed: Buffer, most: number): Promise<Buffer> =>
  inflate(compressed, { maxOutputLength: most }).catch((error: unknown) => {
    throw isTooLarge(error) ? new TooLarge(most) : error;
  });

/** Each rejects with `TooLarge` before it takes the memory for more than `most` bytes. */
export const decompress: Readonly<
  Record<Exclude<Codec, "none">, (compressed: Buffer, most: number) => Buffer | Promise<Buffer>>
> = { gzip: decompressGzip, snappy: decompressSnappy, lz4: decompressLz4Frame, zstd: decompressZstd };
