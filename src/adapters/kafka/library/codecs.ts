import kafkajs from "kafkajs";
import { mostBatchBytes } from "./batch-room.js";
import { decompress } from "./decompress.js";

interface Codec {
  compress(encoder: { buffer: Buffer }): Promise<Buffer>;
}

/**
 * Teaches kafkajs every codec that a producer may use: its own reader still takes batches of the formats before Kafka 0.11.
 * Only gzip is written.
 */
export const registerCodecs = (): void => {
  const { CompressionCodecs: codecs, CompressionTypes: types } = kafkajs;
  const gzip = codecs[types.GZIP]() as Codec;
  codecs[types.GZIP] = () => ({
    compress: (encoder: { buffer: Buffer }) => gzip.compress(encoder),
    decompress: async (bytes: Buffer) => decompress.gzip(bytes, mostBatchBytes),
  });
  for (const [type, name] of [
    ["Snappy", "snappy"],
    ["LZ4", "lz4"],
    ["ZSTD", "zstd"],
  ] as const)
    codecs[types[type]] = () => ({
      compress: () => Promise.reject(new Error(`this service reads ${name} and never writes it: use gzip`)),
      decompress: async (bytes: Buffer) => decompress[name](bytes, mostBatchBytes),
    });
};
