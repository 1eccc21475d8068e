import { inflateRawSync } from "node:zlib";
import type { RecordedOutcome } from "../../../application/ports/journal.js";
import { compressOutcome } from "./compress-outcome.js";
import { outcomeWords } from "./outcome-words.js";

type Packed = string | null | { readonly b: string };

const pack = (value: Buffer | string | null): Packed =>
  typeof value === "string" || value === null ? value : { b: value.toString("base64") };

const unpack = (value: Packed): Buffer | string | null =>
  value !== null && typeof value === "object" ? Buffer.from(value.b, "base64") : value;

/**
 * An outcome as it is sealed: JSON, with bytes as base64, so that a replay is the recorded one byte for byte; compressed,
 * because a week of messages is kept: 2.4 KB become about 400 bytes.
 */
export const encodeOutcome = ({ event, trace }: RecordedOutcome): Buffer => {
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

export const decodeOutcome = (packed: Buffer): RecordedOutcome => {
  const plain = inflateRawSync(packed, { dictionary: outcomeWords });
  const { topic, key, value, headers, timestamp, trace } = JSON.parse(plain.toString("utf8"));
  const unpacked = headers.map(([name, header]: [string, Packed]) => [name, unpack(header)]);
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
