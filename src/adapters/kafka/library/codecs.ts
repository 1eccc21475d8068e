import { promisify } from "node:util";
import { unzip } from "node:zlib";
import { Decompress } from "fzstd";
import kafkajs from "kafkajs";
import createSnappy from "kafkajs-snappy";
import { decompressLz4Frame } from "./lz4-frame.js";

/** One batch may grow to so many bytes: far above any broker's limit, far below what would end the process. */
const largest = 128 * 1024 * 1024;

const inflate = promisify(unzip);

const decompressZstd = (compressed: Buffer): Buffer => {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const stream = new Decompress((chunk) => {
    size += chunk.length;
    if (size > largest) throw new Error(`more than ${largest} bytes once decompressed`);
    chunks.push(chunk.slice());
  });
  stream.push(compressed, true);
  return Buffer.concat(chunks);
};

const neverWritten = (name: string) => () =>
  Promise.reject(new Error(`this service reads ${name} and never writes it: use gzip`));

/**
 * Teaches kafkajs every codec that a producer may use; without them a batch in one ends the consumer for good. gzip is
 * replaced to bound what a batch may grow to.
 */
export const registerCodecs = (): void => {
  const { CompressionCodecs: codecs, CompressionTypes: types } = kafkajs;
  const gzip = codecs[types.GZIP]() as { compress(encoder: { buffer: Buffer }): Promise<Buffer> };
  codecs[types.GZIP] = () => ({
    compress: (encoder: { buffer: Buffer }) => gzip.compress(encoder),
    decompress: (buffer: Buffer) => inflate(buffer, { maxOutputLength: largest }),
  });
  codecs[types.Snappy] = createSnappy;
  codecs[types.LZ4] = () => ({
    compress: neverWritten("lz4"),
    decompress: async (buffer: Buffer) => decompressLz4Frame(buffer, largest),
  });
  codecs[types.ZSTD] = () => ({
    compress: neverWritten("zstd"),
    decompress: async (buffer: Buffer) => decompressZstd(buffer),
  });
};
