import type { BatchHead } from "./record-decoder.js";

/** Kafka protocol, record batch v2: the fixed fields before its records. */
export const batchHeadBytes = 61;

const codecs = ["none", "gzip", "snappy", "lz4", "zstd"] as const;

/** The compression of a batch's records. */
export type Codec = (typeof codecs)[number];

/** Undefined: a number that Kafka gives to no codec. */
export const codecOf = (batch: Buffer): Codec | undefined => codecs[batch.readInt16BE(21) & 7];

/** The fixed fields of a batch of at least `batchHeadBytes`. */
export const readBatchHead = (batch: Buffer): BatchHead => {
  const attributes = batch.readInt16BE(21);
  return {
    firstOffset: batch.readBigInt64BE(0),
    lastOffsetDelta: batch.readInt32BE(23),
    firstTimestamp: batch.readBigInt64BE(27),
    maxTimestamp: batch.readBigInt64BE(35),
    logAppendTime: (attributes & 0x08) !== 0,
    isControlRecord: (attributes & 0x20) !== 0,
    count: batch.readInt32BE(57),
    batchContext: { producerId: String(batch.readBigInt64BE(43)), inTransaction: (attributes & 0x10) !== 0 },
  };
};
