import type { RecordedOutcome } from "../../application/ports/journal.js";

type Packed = string | null | { readonly b: string };

const pack = (value: Buffer | string | null): Packed =>
  typeof value === "string" || value === null ? value : { b: value.toString("base64") };

const unpack = (value: Packed): Buffer | string | null =>
  value !== null && typeof value === "object" ? Buffer.from(value.b, "base64") : value;

/** An outcome as it is sealed: JSON, with bytes as base64, so that a replay is the recorded one byte for byte. */
export const encodeOutcome = ({ event, trace }: RecordedOutcome): string =>
  JSON.stringify({
    topic: event.topic,
    key: pack(event.key),
    value: pack(event.value),
    headers: Object.entries(event.headers).map(([name, value]) => [name, pack(value)]),
    timestamp: event.timestamp?.getTime(),
    trace,
  });

export const decodeOutcome = (plain: Buffer): RecordedOutcome => {
  const { topic, key, value, headers, timestamp, trace } = JSON.parse(plain.toString("utf8"));
  const unpacked = headers.map(([name, packed]: [string, Packed]) => [name, unpack(packed)]);
  return {
    event: {
      topic,
      key: unpack(key),
      value: unpack(value),
      headers: Object.fromEntries(unpacked),
      ...(timestamp === undefined ? {} : { timestamp: new Date(timestamp) }),
    },
    trace,
  };
};
