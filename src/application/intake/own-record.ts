import { type EventRecord, foldHeaders, type RecordHeader } from "../ports/event-source.js";

/** Memory a waiting record takes besides its bytes, about. */
const besideBytes = 1_024;

/** The memory that one waiting record takes. */
export const recordBytes = ({ key, value, rawHeaders = [] }: EventRecord): number => {
  let bytes = besideBytes + (key?.length ?? 0) + (value?.length ?? 0);
  for (const [name, held] of rawHeaders) bytes += name.length + (held?.length ?? 0);
  return bytes;
};

/** A part of something larger keeps all of it in memory. */
const own = (bytes: Buffer | null): Buffer | null =>
  bytes === null || bytes.length * 2 > bytes.buffer.byteLength ? bytes : Buffer.from(bytes);

/** A copy of a record that shares no memory with its batch: one small letter would hold a whole batch. */
export const ownRecord = (record: EventRecord): EventRecord => {
  const rawHeaders = (record.rawHeaders ?? Object.entries(record.headers)).map(
    ([name, value]): RecordHeader => [name, own(value)],
  );
  return {
    ...record,
    key: own(record.key),
    value: own(record.value),
    rawHeaders,
    // Seldom asked for, so not kept beside them.
    get headers() {
      return foldHeaders(rawHeaders);
    },
  };
};
