import { type EventRecord, foldHeaders, type RecordHeader } from "../ports/event-source.js";

/** Memory a waiting record takes besides its bytes, about. */
const besideBytes = 1_024;

/** The memory that one waiting record takes. */
export const recordBytes = ({ key, value, rawHeaders = [] }: EventRecord): number => {
  let bytes = besideBytes + (key?.length ?? 0) + (value?.length ?? 0);
  for (const [name, held] of rawHeaders) bytes += name.length + (held?.length ?? 0);
  return bytes;
};

/**
 * A copy of a record that shares no memory with anything else: one small letter would hold a whole batch, or one of the
 * pieces of up to 64 KiB from which Node gives small buffers. All of the record is one piece of memory.
 */
export const recordCopy = (record: EventRecord): EventRecord => {
  const given = record.rawHeaders ?? Object.entries(record.headers);
  let bytes = (record.key?.length ?? 0) + (record.value?.length ?? 0);
  for (const [, value] of given) bytes += value?.length ?? 0;
  const memory = Buffer.allocUnsafeSlow(bytes);
  let at = 0;
  const own = (part: Buffer | null): Buffer | null => {
    if (part === null) return null;
    const from = at;
    at += part.copy(memory, from);
    return memory.subarray(from, at);
  };
  const rawHeaders = given.map(([name, value]): RecordHeader => [name, own(value)]);
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
