import { type EventRecord, unreadableHeader } from "../ports/event-source.js";

/** An event out of its envelope: CloudEvents binary, structured, or plain JSON. */
export interface DecodedEvent {
  /** `ce_source` + `ce_id`, else the payload's `eventId`, else topic/partition/offset. */
  readonly identity: string;
  readonly eventId: string | null;
  readonly time: Date;
  /** `ce_source`: who published it. */
  readonly source: string | undefined;
  /** The payload's, else the envelope's `correlationid`, else the payload's `orderNumber`. */
  readonly correlationId: string | undefined;
  readonly traceparent: string | undefined;
  /** The type named by the envelope, where it names one. */
  readonly type: string | undefined;
  readonly payload: unknown;
}

export type Decoded =
  | DecodedEvent
  | { readonly cause: "unreadable-batch" | "null-value" | "bad-utf8" | "bad-json"; readonly message: string };

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

/** An identifier: a text, or a number as some producers write one. Empty is none: it would make all events one. */
const identifier = (value: unknown): string | undefined =>
  typeof value === "number" && Number.isFinite(value) ? String(value) : text(value);

const utf8 = new TextDecoder("utf-8", { fatal: true });

type Broken = Extract<Decoded, { cause: string }>;

const parsed = (bytes: Uint8Array): { readonly value: unknown } | Broken => {
  let json: string;
  try {
    json = utf8.decode(bytes);
  } catch {
    return { cause: "bad-utf8", message: "The value is not valid UTF-8" };
  }
  try {
    return { value: JSON.parse(json) };
  } catch {
    return { cause: "bad-json", message: "The value is not JSON" };
  }
};

/**
 * CloudEvents structured mode (Kafka binding §3.3): said by the content type; without one, what carries no binary
 * attributes and looks like an envelope is one.
 */
const isEnvelope = (value: unknown, header: (name: string) => string | undefined): value is Record<string, unknown> => {
  if (!isObject(value) || typeof value["specversion"] !== "string") return false;
  if (/^application\/cloudevents\b/i.test(header("content-type") ?? "")) return true;
  return header("ce_id") === undefined && ("data" in value || "data_base64" in value);
};

export const decodeEvent = (record: EventRecord, now: Date): Decoded => {
  const unreadable = record.headers[unreadableHeader];
  if (unreadable !== undefined) return { cause: "unreadable-batch", message: unreadable.toString("utf8") };
  if (record.value === null) return { cause: "null-value", message: "The record has no value" };
  const whole = parsed(record.value);
  if ("cause" in whole) return whole;
  const header = (name: string): string | undefined => text(record.headers[name]?.toString("utf8"));
  const envelope = isEnvelope(whole.value, header) ? whole.value : undefined;
  const encoded = text(envelope?.["data_base64"]);
  const data = encoded === undefined ? { value: envelope?.["data"] } : parsed(Buffer.from(encoded, "base64"));
  if ("cause" in data) return data;
  const payload = envelope === undefined ? whole.value : data.value;
  const attribute = (name: string): string | undefined =>
    envelope === undefined ? header(`ce_${name}`) : text(envelope[name]);
  const own = (name: string): unknown => (isObject(payload) ? payload[name] : undefined);
  const id = attribute("id");
  const ownId = identifier(own("eventId"));
  const place = `${record.topic}/${record.partition}/${record.offset}`;
  return {
    identity: id === undefined ? (ownId ?? place) : `${attribute("source") ?? ""}\n${id}`,
    eventId: id ?? ownId ?? null,
    source: attribute("source"),
    time: eventTime(attribute("time"), record, now),
    correlationId: text(own("correlationId")) ?? attribute("correlationid") ?? text(own("orderNumber")),
    traceparent: header("traceparent") ?? attribute("traceparent"),
    type: attribute("type"),
    payload,
  };
};
