import { isInstant } from "../../domain/instant-text.js";
import { isJsonObject, jsonObject } from "../../domain/json-object.js";
import type { LoggedMessage, LoggedStatus } from "../../domain/log/logged-message.js";
import type { OutcomeValue } from "../message/outcome.js";
import type { EventRecord } from "../ports/event-source.js";
import type { Hashes } from "../ports/hashes.js";

/** The fields of every report, none of which is sure to be there: reports of a later state have more than an outcome. */
type Told = Partial<
  Readonly<Record<keyof OutcomeValue | "actualCost" | "because" | "carrier" | "providerResponse" | "until", unknown>>
>;

/** The topics that report on messages, and the state each reports. */
export const reportTopics: Readonly<Record<string, LoggedStatus>> = {
  "sms.deferred": "deferred",
  "sms.failed": "failed",
  "sms.sent": "sent",
  "sms.undelivered": "undelivered",
  "sms.delivered": "delivered",
};

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const e164 = /^\+[1-9]\d{6,14}$/;

/** Beyond these a store of rows has no room for it, and its message has no such text. */
const mostSegments = 999;

const textOf = (value: unknown): string | null => (typeof value === "string" ? value : null);
const countOf = (value: unknown): number | null => (Number.isSafeInteger(value) ? (value as number) : null);
const segmentsOf = (value: unknown): number | null => {
  const count = countOf(value);
  return count !== null && count >= 0 && count <= mostSegments ? count : null;
};
/** No instant beyond the years that a calendar in a database has: one such record would hold up all behind it. */
const instantOf = (value: unknown): Date | undefined => {
  const at = new Date(typeof value === "string" ? value : Number.NaN);
  return isInstant(at.getTime()) ? at : undefined;
};
const microsOf = (value: unknown): number | null => (isJsonObject(value) ? countOf(value["micros"]) : null);
const sourceOf = (value: unknown): string | null => {
  const { topic, partition, offset } = isJsonObject(value) ? value : {};
  return typeof topic === "string" ? `${topic}/${String(partition)}/${String(offset)}` : null;
};

/**
 * Reads the report that a record of an outcome topic makes of its message; undefined where it is no report: other
 * records may lie in the topic. Unlike `recordedOutcome`, which reads what this service recorded, it takes nothing for
 * granted.
 */
export const readReport = (hashes: Hashes, { topic, timestamp, value }: EventRecord): LoggedMessage | undefined => {
  const status = reportTopics[topic];
  const told: Told | undefined = value === null ? undefined : jsonObject(value.toString("utf8"));
  const messageId = textOf(told?.messageId);
  if (status === undefined || told === undefined || messageId === null || !uuid.test(messageId)) return undefined;
  const to = textOf(told.to);
  const occurredAt = instantOf(told.occurredAt) ?? timestamp;
  return {
    messageId,
    acceptedAt: instantOf(told.acceptedAt) ?? occurredAt,
    occurredAt,
    status,
    reason: textOf(told.reason) as LoggedMessage["reason"],
    detail: textOf(told.detail) ?? textOf(told.because),
    class: textOf(told.class) as LoggedMessage["class"],
    recipient: textOf(told.recipient),
    to,
    toHash: to === null || !e164.test(to) ? null : hashes.keyed(to),
    template: textOf(told.template),
    encoding: textOf(told.encoding),
    segments: segmentsOf(told.segments),
    estimatedMicros: microsOf(told.estimatedCost),
    actualMicros: microsOf(told.actualCost),
    providerMessageId: textOf(told.providerMessageId),
    carrier: textOf(told.carrier),
    providerResponse: textOf(told.providerResponse),
    reference: textOf(told.reference),
    correlationId: textOf(told.correlationId),
    campaign: textOf(told.campaignId),
    caller: textOf(told.caller),
    source: sourceOf(told.source),
    until: instantOf(told.until) ?? null,
  };
};
