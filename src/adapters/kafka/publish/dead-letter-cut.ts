import type { OutgoingHeader, OutgoingRecord } from "./outgoing-record.js";

const keptBytes = 64 * 1024;

/** Headers the service adds to a dead letter, as opposed to those the record came with. */
const ours = /^(kafka_dlt-|__connect\.errors\.|sms-)/;

const lengthOf = (bytes: Buffer | string | null): number => (bytes === null ? 0 : Buffer.byteLength(bytes));

/**
 * Makes a dead letter smaller that the broker called too large: first the value is cut to 64 KiB, then the original
 * headers and key go. Undefined where nothing is left to cut.
 */
export const cutDeadLetter = (record: OutgoingRecord): OutgoingRecord | undefined => {
  const { key, value, headers = [] } = record;
  if (value !== null && lengthOf(value) > keptBytes) {
    const whole = Buffer.from(value as Buffer);
    const truncated: OutgoingHeader = ["sms-truncated-from", String(whole.length)];
    return { ...record, value: whole.subarray(0, keptBytes), headers: [...headers, truncated] };
  }
  const bare = headers.filter(([name]) => ours.test(name));
  const dropped = headers.length - bare.length;
  if (dropped === 0 && lengthOf(key) <= keptBytes) return undefined;
  const said: OutgoingHeader = ["sms-truncated-headers", String(dropped)];
  return { ...record, key: lengthOf(key) > keptBytes ? null : key, headers: [...bare, said] };
};
