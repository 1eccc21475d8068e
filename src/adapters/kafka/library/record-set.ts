import { errorText } from "../../../domain/error-text.js";
import { unreadableHeader } from "../../../application/ports/event-source.js";
/** What kafkajs hands on for each record (its own decoders' shape). */
export interface RawRecord {
  readonly magicByte: number;
  readonly attributes: number;
  readonly timestamp: string;
  readonly offset: string;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, Buffer | Buffer[] | null>>;
  readonly isControlRecord: boolean;
  readonly batchContext: { readonly producerId: string; readonly inTransaction: boolean };
}

/** Decodes one whole record batch, decompressing it; rejects where it cannot. */
export type BatchDecoder = (batch: Buffer) => Promise<readonly RawRecord[]>;

const codecs = ["none", "gzip", "snappy", "lz4", "zstd"];

/** Kafka protocol, record batch v2: the fixed fields before its records. */
const headerBytes = 61;

const headOf = (batch: Buffer) => {
  const first = batch.readBigInt64BE(0);
  const attributes = batch.readInt16BE(21);
  return {
    first,
    last: first + BigInt(batch.readInt32BE(23)),
    codec: codecs[attributes & 7] ?? `of number ${attributes & 7}`,
    known: (attributes & 7) < codecs.length,
    attributes,
    timestamp: String(batch.readBigInt64BE(35)),
    context: { producerId: String(batch.readBigInt64BE(43)), inTransaction: (attributes & 0x10) !== 0 },
    count: batch.readInt32BE(57),
  };
};

const standIn = (batch: Buffer, given: Partial<RawRecord>): RawRecord => {
  const head = headOf(batch);
  return {
    magicByte: 2,
    attributes: 0,
    timestamp: head.timestamp,
    offset: String(head.last),
    key: null,
    value: null,
    headers: {},
    isControlRecord: false,
    batchContext: head.context,
    ...given,
  };
};

/** One record in place of a batch that cannot be read: the batch as it lies in the log, so that nothing of it is lost. */
const unreadable = (batch: Buffer, error: unknown): RawRecord => {
  const { codec, count, first, last } = headOf(batch);
  const why = errorText(error).replaceAll(/\s+/g, " ").slice(0, 200);
  const says = `Offsets ${first} to ${last} (${count} records, codec ${codec}) cannot be read: ${why}`;
  return standIn(batch, { value: batch, headers: { [unreadableHeader]: Buffer.from(says) } });
};

const readBatch = async (batch: Buffer, decode: BatchDecoder): Promise<readonly RawRecord[]> => {
  try {
    if (!headOf(batch).known) throw new Error("unknown codec");
    const records = await decode(batch);
    // An emptied batch still takes up offsets: without a marker the consumer would ask for it for ever.
    return records.length > 0 ? records : [standIn(batch, { isControlRecord: true })];
  } catch (error) {
    return [unreadable(batch, error)];
  }
};

/** All records of a fetched set of batches (format v2), the cut-off tail left for the next fetch. Never rejects. */
export const readRecordSet = async (set: Buffer, decode: BatchDecoder): Promise<readonly RawRecord[]> => {
  const records: RawRecord[] = [];
  for (let at = 0; at + headerBytes <= set.length; ) {
    const end = at + 12 + set.readInt32BE(at + 8);
    if (end > set.length || end < at + headerBytes) break;
    for (const record of await readBatch(set.subarray(at, end), decode)) records.push(record);
    at = end;
  }
  return records;
};
