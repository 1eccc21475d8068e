import { errorText } from "../../../domain/error-text.js";
import { batchHeadBytes, codecOf, readBatchHead } from "./batch-head.js";
import type { BatchRoom } from "./batch-room.js";
import { decompress } from "./decompress.js";
import { decodeRecords, type RawRecord } from "./record-decoder.js";

const standIn = (batch: Buffer, given: Partial<RawRecord>): RawRecord => {
  const { batchContext, firstOffset, lastOffsetDelta, maxTimestamp } = readBatchHead(batch);
  return {
    magicByte: 2,
    attributes: 0,
    timestamp: String(maxTimestamp),
    offset: String(firstOffset + BigInt(Math.max(0, lastOffsetDelta))),
    key: null,
    value: null,
    headers: {},
    rawHeaders: [],
    droppedHeaders: 0,
    isControlRecord: false,
    batchContext,
    ...given,
  };
};

/** One record in place of an unreadable batch, holding the raw batch, so that nothing of it is lost. */
const unreadable = (batch: Buffer, error: unknown): RawRecord => {
  const { count, firstOffset, lastOffsetDelta } = readBatchHead(batch);
  const why = errorText(error).replaceAll(/\s+/g, " ").slice(0, 200);
  const codec = codecOf(batch) ?? `of number ${batch.readInt16BE(21) & 7}`;
  const last = firstOffset + BigInt(lastOffsetDelta);
  return standIn(batch, {
    value: batch,
    unreadable: `Offsets ${firstOffset} to ${last} (${count} records, codec ${codec}) cannot be read: ${why}`,
  });
};

/** Undefined: there is no room for it now. */
const recordsOf = async (batch: Buffer, room: BatchRoom): Promise<readonly RawRecord[] | undefined> => {
  try {
    const codec = codecOf(batch);
    if (codec === undefined) throw new Error("unknown codec");
    const body = batch.subarray(batchHeadBytes);
    const bytes = codec === "none" ? body : await room.fill((most) => decompress[codec](body, most));
    if (bytes === undefined) return undefined;
    const records = decodeRecords(bytes, readBatchHead(batch));
    // An emptied batch still takes up offsets: without a marker the consumer would ask for it for ever.
    return records.length > 0 ? records : [standIn(batch, { isControlRecord: true })];
  } catch (error) {
    return [unreadable(batch, error)];
  }
};

/**
 * All records of a fetched set of batches (format v2); the cut-off tail, and batches without room, are left for the
 * next fetch. Never rejects.
 */
export const readRecordSet = async (set: Buffer, room: BatchRoom): Promise<readonly RawRecord[]> => {
  const all: RawRecord[] = [];
  for (let at = 0; at + batchHeadBytes <= set.length; ) {
    const end = at + 12 + set.readInt32BE(at + 8);
    if (end > set.length || end < at + batchHeadBytes) break;
    const records = await recordsOf(set.subarray(at, end), room);
    if (records === undefined) break;
    for (const record of records) all.push(record);
    at = end;
  }
  return all;
};
