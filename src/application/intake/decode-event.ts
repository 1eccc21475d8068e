import { isJsonObject, type JsonObject } from "../../domain/json-object.js";
import { doorSource } from "../message/message.js";
import { isBlank } from "../notifications/left-out.js";
import type { EventRecord } from "../ports/event-source.js";
import type { Source } from "../ports/journal.js";
import { eventTime } from "./event-time.js";
import { identifier } from "./identifier.js";
import { validTraceparent } from "./valid-traceparent.js";

/** An event out of its envelope: CloudEvents binary, structured, or plain JSON. */
export interface DecodedEvent {
  /** `ce_source` + `ce_id`, else the payload's `eventId`, else its place in the log. */
  readonly identity: string;
  readonly eventId: string | null;
  /** The asker: the caller named by the service's own door, else the envelope's `source`. */
  readonly caller: string | null;
  /** The place it was first read from. */
  readonly place?: string;
  readonly time: Date;
  /** `ce_source`: the publisher. */
  readonly source: string | undefined;
  /** Faults of the envelope; undefined: none. */
  readonly faults?: string | undefined;
  /** The payload's, else the envelope's `correlationid`, else the payload's `orderNumber`. */
  readonly correlationId: string | undefined;
  readonly traceparent: string | undefined;
  /** The type named by the envelope, where it names one. */
  readonly type: string | undefined;
  readonly payload: unknown;
}

export type Decoded =
  | DecodedEvent
  | {
      readonly cause: "unreadable-batch" | "headers-too-many" | "null-value" | "bad-utf8" | "bad-json";
      readonly message: string;
    };

const text = (value: unknown): string | undefined => (typeof value === "string" && !isBlank(value) ? value : undefined);

/** Header of an event that was moved to another topic: its place before, which may be all that identifies it. */
export const movedFrom = "sms-moved-from";
/** Header of a dead letter that is replayed although its messages ended by a fault of the service: they count as new ones. */
export const replayOf = "sms-replay-of";
const longestPlace = 512;

const utf8 = new TextDecoder("utf-8", { fatal: true });

type Broken = Extract<Decoded, { cause: string }>;

const parsed = (bytes: Uint8Array): { readonly value: unknown; readonly json: string } | Broken => {
  let json: string;
  try {
    json = utf8.decode(bytes);
  } catch {
    return { cause: "bad-utf8", message: "The value is not valid UTF-8" };
  }
  try {
    return { value: JSON.parse(json), json };
  } catch {
    return { cause: "bad-json", message: "The value is not JSON" };
  }
};

/**
 * CloudEvents structured mode (Kafka binding §3.3), by the content type; without one, a value that carries no binary
 * attributes and looks like an envelope is one.
 */
const isEnvelope = (value: unknown, header: (name: string) => string | undefined): value is JsonObject => {
  if (!isJsonObject(value) || typeof value["specversion"] !== "string") return false;
  if (/^application\/cloudevents\b/i.test(header("content-type") ?? "")) return true;
  return header("ce_id") === undefined && ("data" in value || "data_base64" in value);
};

/** The place where a record lies, which identifies it where nothing else does. */
export const placeOf = ({ offset, partition, timestamp, topic, topicId }: EventRecord): string =>
  `${topic}/${partition}/${offset}/${topicId ?? ""}/${timestamp.getTime()}`;

/**
 * The place whose event is told of its outcome: of a moved event the one where its producer put it. An event that was moved
 * twice, by the old and the new owner of its partition, is told once.
 */
export const askedAt = ({ headers, offset, partition, topic }: EventRecord): Source => {
  const before = /^[^/]{1,249}\/\d+\/\d+(?=\/)/.exec(String(headers[movedFrom] ?? ""))?.[0];
  return (before ?? `${topic}/${partition}/${offset}`) as Source;
};

export const decodeEvent = (record: EventRecord, now: Date): Decoded => {
  if (record.fault !== undefined) return { cause: record.fault.cause, message: record.fault.message };
  if (record.value === null) return { cause: "null-value", message: "The record has no value" };
  const whole = parsed(record.value);
  if ("cause" in whole) return whole;
  const header = (name: string): string | undefined => text(record.headers[name]?.toString("utf8"));
  const envelope = isEnvelope(whole.value, header) ? whole.value : undefined;
  const encoded = text(envelope?.["data_base64"]);
  const data =
    encoded === undefined ? { value: envelope?.["data"], json: whole.json } : parsed(Buffer.from(encoded, "base64"));
  if ("cause" in data) return data;
  const payload = envelope === undefined ? whole.value : data.value;
  const pathToPayload = envelope === undefined || encoded !== undefined ? [] : ["data"];
  const attribute = (name: string): string | undefined =>
    envelope === undefined ? header(`ce_${name}`) : text(envelope[name]);
  const own = (name: string): unknown => (isJsonObject(payload) ? payload[name] : undefined);
  const id = envelope === undefined ? header("ce_id") : identifier(envelope["id"], whole.json, ["id"]);
  const source = attribute("source");
  const ownId = identifier(own("eventId"), data.json, [...pathToPayload, "eventId"]);
  // A topic that is made again counts from 0 again: its id, else its records' times, tell its places from the earlier ones.
  const place = header(movedFrom)?.slice(0, longestPlace) ?? placeOf(record);
  const again = header(replayOf)?.slice(0, longestPlace);
  const identity = id === undefined ? (ownId ?? place) : `${source ?? ""}\n${id}`;
  // A replayed dead letter gets a new deadline: its time is that of its replay.
  const replayed = record.headers["kafka_dlt-original-topic"] !== undefined;
  return {
    identity: again === undefined ? identity : `${identity}\n${replayOf} ${again}`,
    eventId: id ?? ownId ?? null,
    place,
    source,
    caller: (source === doorSource ? attribute("caller") : source) ?? null,
    ...eventTime(replayed ? undefined : attribute("time"), record.timestamp, now),
    correlationId: text(own("correlationId")) ?? attribute("correlationid") ?? text(own("orderNumber")),
    traceparent: validTraceparent(header("traceparent") ?? attribute("traceparent")),
    type: attribute("type"),
    payload,
  };
};
