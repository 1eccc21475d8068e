import type { EventRecord } from "./ports/event-source.js";

/** An event out of its envelope: CloudEvents binary, structured, or plain JSON. */
export interface DecodedEvent {
  /** `ce_source` + `ce_id`, else the payload's `eventId`, else topic/partition/offset. */
  readonly identity: string;
  readonly eventId: string | null;
  readonly time: Date;
  /** The envelope's `correlationId`. */
  readonly correlationId: string | undefined;
  /** The order it belongs to, where the payload names one. */
  readonly fallbackCorrelationId: string | undefined;
  readonly traceparent: string | undefined;
  /** The type named by the envelope, where it names one. */
  readonly type: string | undefined;
  readonly payload: unknown;
}

export type Decoded =
  | DecodedEvent
  | { readonly cause: "null-value" | "bad-utf8" | "bad-json"; readonly message: string };

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const text = (value: unknown): string | undefined => (typeof value === "string" && value !== "" ? value : undefined);

/** A clock that runs ahead may not lengthen a message's life: later than now + 5 min counts as now. */
const eventTime = (given: string | undefined, record: EventRecord, now: Date): Date => {
  const replayed = record.headers["kafka_dlt-original-topic"] !== undefined;
  const parsed = given === undefined || replayed ? Number.NaN : Date.parse(given);
  const at = Number.isNaN(parsed) ? record.timestamp.getTime() : parsed;
  return at > now.getTime() + 5 * 60_000 ? now : new Date(at);
};

export const decodeEvent = (record: EventRecord, now: Date): Decoded => {
  if (record.value === null) return { cause: "null-value", message: "The record has no value" };
  let json: string;
  try {
    json = new TextDecoder("utf-8", { fatal: true }).decode(record.value);
  } catch {
    return { cause: "bad-utf8", message: "The value is not valid UTF-8" };
  }
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return { cause: "bad-json", message: "The value is not JSON" };
  }
  const header = (name: string): string | undefined => record.headers[name]?.toString("utf8");
  const structured = isObject(value) && typeof value["specversion"] === "string" && "data" in value ? value : undefined;
  const payload = structured === undefined ? value : structured["data"];
  const attribute = (name: string): string | undefined =>
    structured === undefined ? header(`ce_${name}`) : text(structured[name]);
  const id = attribute("id");
  const ownId = isObject(payload) ? text(payload["eventId"]) : undefined;
  const place = `${record.topic}/${record.partition}/${record.offset}`;
  return {
    identity: id === undefined ? (ownId ?? place) : `${attribute("source") ?? ""}\n${id}`,
    eventId: id ?? ownId ?? null,
    time: eventTime(attribute("time"), record, now),
    correlationId: attribute("correlationId") ?? attribute("correlationid"),
    fallbackCorrelationId: isObject(payload) ? text(payload["orderNumber"]) : undefined,
    traceparent: header("traceparent") ?? attribute("traceparent"),
    type: attribute("type"),
    payload,
  };
};
