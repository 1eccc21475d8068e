import { inflateRawSync } from "node:zlib";
import type { RecordedOutcome } from "../../../application/ports/journal.js";
import { compressOutcome } from "./compress-outcome.js";
import { outcomeWords } from "./outcome-words.js";

type Packed = string | null | { readonly b: string };

const pack = (value: Buffer | string | null): Packed =>
  typeof value === "string" || value === null ? value : { b: value.toString("base64") };

const bytes = (value: NonNullable<Packed>): Buffer | string =>
  typeof value === "string" ? value : Buffer.from(value.b, "base64");

const unpack = (value: Packed): Buffer | string | null => (value === null ? null : bytes(value));

interface Kept {
  readonly topic: string;
  readonly key: Packed;
  readonly value: Packed;
  readonly headers: readonly (readonly [string, NonNullable<Packed>])[];
  readonly timestamp?: number;
  readonly trace: RecordedOutcome["trace"];
}

/** The service sealed it itself, so these few fields tell it from all its other records. */
const isKept = (value: unknown): value is Kept =>
  typeof value === "object" &&
  value !== null &&
  "topic" in value &&
  typeof value.topic === "string" &&
  "key" in value &&
  "value" in value &&
  "headers" in value &&
  Array.isArray(value.headers) &&
  "trace" in value &&
  Array.isArray(value.trace);

/**
 * Any outcome as JSON, with bytes as base64, so that a replay is the recorded one byte for byte. Compressed, because a week
 * of messages is kept: 2.4 KB become about 500 bytes.
 */
export const encodeWhole = ({ event, trace }: RecordedOutcome): Buffer => {
  const { topic, key, value, headers, timestamp } = event;
  const plain = JSON.stringify({
    topic,
    key: pack(key),
    value: pack(value),
    headers: Object.entries(headers).map(([name, header]) => [name, pack(header)]),
    trace,
    timestamp: timestamp?.getTime(),
  });
  return compressOutcome(Buffer.from(plain));
};

export const decodeWhole = (packed: Buffer): RecordedOutcome => {
  const plain = inflateRawSync(packed, { dictionary: outcomeWords });
  const kept: unknown = JSON.parse(plain.toString("utf8"));
  if (!isKept(kept)) throw new TypeError("What was sealed as an outcome is none");
  const { topic, key, value, headers, timestamp, trace } = kept;
  return {
    event: {
      topic,
      key: unpack(key),
      value: unpack(value),
      headers: Object.fromEntries(headers.map(([name, header]) => [name, bytes(header)])),
      ...(timestamp === undefined ? {} : { timestamp: new Date(timestamp) }),
    },
    trace,
  };
};
