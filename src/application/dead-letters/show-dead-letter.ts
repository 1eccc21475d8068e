import type { Log } from "../ports/log.js";
import { letterOf } from "./dead-letter.js";
import { findLetter } from "./find-letter.js";
import type { MarkedLetter, ScanNeeds } from "./scan-letters.js";

/** A value as far as it can be read: JSON whole, or else the beginning of a text or of bytes. */
export type ShownValue =
  | { readonly json: unknown }
  | { readonly text: string }
  | { readonly base64: string }
  | { readonly none: true };

export interface ShownLetter extends MarkedLetter {
  readonly key: string | null;
  /** Names may repeat. */
  readonly headers: readonly (readonly [name: string, value: string | null])[];
  readonly value: ShownValue;
}

/** The letter with its value, which may name a number: `by` who looks is logged. */
export type ShowDeadLetter = (id: string, by: string) => Promise<ShownLetter | undefined>;

const shownBytes = 64 * 1024;
const utf8 = new TextDecoder("utf-8", { fatal: true });

const readable = (bytes: Buffer): string | undefined => {
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined;
  }
};

const shownValue = (value: Buffer | null): ShownValue => {
  if (value === null) return { none: true };
  const text = readable(value);
  if (text === undefined) return { base64: value.subarray(0, shownBytes).toString("base64") };
  try {
    const json: unknown = JSON.parse(text);
    JSON.stringify(json);
    return { json };
  } catch {
    return { text: text.slice(0, shownBytes) };
  }
};

/** Bytes of a header for a person: Spring's numbers are bytes, all others text. */
const shownHeader = (name: string, value: Buffer | null): string | null => {
  if (value === null) return null;
  if (name === "kafka_dlt-original-partition" && value.length === 4) return String(value.readInt32BE());
  if (/^kafka_dlt-original-(?:offset|timestamp)$/.test(name) && value.length === 8)
    return String(value.readBigInt64BE());
  return readable(value) ?? `base64:${value.toString("base64")}`;
};

export const createShowDeadLetter =
  ({ deadLetterLog, deadLetterMarks, log, topicPrefix }: ScanNeeds & { readonly log: Log }): ShowDeadLetter =>
  async (id, by) => {
    const record = await findLetter(deadLetterLog, id);
    if (record === undefined) return undefined;
    log.info({ by, letter: id }, "a dead letter was looked at");
    const headers = record.rawHeaders ?? Object.entries(record.headers);
    return {
      ...letterOf(record, topicPrefix),
      mark: (await deadLetterMarks.of([id])).get(id),
      key: record.key === null ? null : (readable(record.key) ?? `base64:${record.key.toString("base64")}`),
      headers: headers.map(([name, value]) => [name, shownHeader(name, value)] as const),
      value: shownValue(record.value),
    };
  };
