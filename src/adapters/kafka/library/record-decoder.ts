import { mostHeaderBytes, mostHeaders, type RecordHeader } from "../../../application/ports/event-source.js";
import { RecordReader } from "./record-reader.js";

/** Headers as kafkajs hands them on: a list of values where a name is repeated. */
type FoldedHeaders = Readonly<Record<string, Buffer | null | (Buffer | null)[]>>;

/** A record as kafkajs hands it on: the fields of its own decoder, and the ones that decoder leaves out. */
export interface RawRecord {
  readonly magicByte: number;
  readonly attributes: number;
  readonly timestamp: string;
  readonly offset: string;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  /** For other consumers of this process, which share the patched kafkajs with the service. */
  readonly headers: FoldedHeaders;
  readonly rawHeaders: readonly RecordHeader[];
  /** The number of headers beyond the limit. */
  readonly droppedHeaders: number;
  /** The reason that the batch this record represents cannot be read. */
  readonly unreadable?: string;
  readonly isControlRecord: boolean;
  readonly batchContext: { readonly producerId: string; readonly inTransaction: boolean };
}

/** The properties a batch gives all its records. */
export interface BatchHead {
  readonly firstOffset: bigint;
  readonly lastOffsetDelta: number;
  readonly firstTimestamp: bigint;
  readonly maxTimestamp: bigint;
  readonly logAppendTime: boolean;
  readonly isControlRecord: boolean;
  readonly count: number;
  readonly batchContext: RawRecord["batchContext"];
}

/** kafkajs copies all that it has for each header more: 10,000 of them took it 20 s. */
const folded = (headers: readonly RecordHeader[]): FoldedHeaders => {
  const all: Record<string, Buffer | null | (Buffer | null)[]> = Object.create(null);
  for (const [name, value] of headers) {
    const known = all[name];
    if (known === undefined) all[name] = value;
    else if (Array.isArray(known)) known.push(value);
    else all[name] = [known, value];
  }
  return all;
};

const readHeaders = (reader: RecordReader): Pick<RawRecord, "rawHeaders" | "droppedHeaders"> => {
  const count = reader.varint();
  if (count < 0) throw new Error("a record has a negative number of headers");
  const headers: RecordHeader[] = [];
  let bytes = 0;
  for (let n = 0; n < count; n++) {
    const start = reader.at;
    if (n === headers.length && n < mostHeaders) {
      const header: RecordHeader = [reader.name(), reader.sized()];
      bytes += reader.at - start;
      if (bytes <= mostHeaderBytes) headers.push(header);
    } else {
      reader.skipSized();
      reader.skipSized();
    }
  }
  return { rawHeaders: headers, droppedHeaders: count - headers.length };
};

const readRecord = (reader: RecordReader, head: BatchHead, previousDelta: number): [RawRecord, number] => {
  const length = reader.varint();
  const end = reader.at + length;
  const attributes = (reader.byte() << 24) >> 24;
  const timestampDelta = reader.varlong();
  const offsetDelta = reader.varint();
  // A record outside of its batch, or one that goes back, would move the group past unread records.
  if (offsetDelta <= previousDelta || offsetDelta > head.lastOffsetDelta)
    throw new Error(`a record claims the place ${offsetDelta} of a batch of ${head.lastOffsetDelta + 1}`);
  const key = reader.sized();
  const value = reader.sized();
  const headers = readHeaders(reader);
  if (reader.at !== end) throw new Error("a record's length is not what it says");
  const created = BigInt.asIntN(64, head.firstTimestamp + timestampDelta);
  const record = {
    magicByte: 2,
    attributes,
    timestamp: String(head.logAppendTime ? head.maxTimestamp : created),
    offset: String(head.firstOffset + BigInt(offsetDelta)),
    key,
    value,
    ...headers,
    get headers() {
      return folded(headers.rawHeaders);
    },
    isControlRecord: head.isControlRecord,
    batchContext: head.batchContext,
  };
  return [record, offsetDelta];
};

/** The records of a batch, already decompressed, in time that grows with their bytes. Throws where one is not as it says. */
export const decodeRecords = (bytes: Buffer, head: BatchHead): readonly RawRecord[] => {
  const reader = new RecordReader(bytes);
  const records: RawRecord[] = [];
  let delta = -1;
  while (records.length < head.count) {
    const [record, next] = readRecord(reader, head, delta);
    records.push(record);
    delta = next;
  }
  if (reader.at !== bytes.length) throw new Error("more follows the last record of a batch");
  return records;
};
