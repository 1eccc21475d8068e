import type { Sealing } from "../../application/ports/sealing.js";
import { type LoggedMessage, rankOf } from "../../domain/log/logged-message.js";
import { keyText } from "./key-text.js";

/** A row as PostgreSQL gives it: `bigint` comes as text. */
export interface Row {
  readonly message_id: string;
  readonly accepted_at: Date;
  readonly occurred_at: Date;
  readonly status: LoggedMessage["status"];
  readonly reason: LoggedMessage["reason"];
  readonly detail: string | null;
  readonly class: LoggedMessage["class"];
  readonly recipient: string | null;
  readonly number_sealed: Buffer | null;
  readonly number_hash: string | null;
  readonly template: string | null;
  readonly encoding: string | null;
  readonly segments: number | null;
  readonly estimated_micros: string | null;
  readonly actual_micros: string | null;
  readonly provider_message_id: string | null;
  readonly carrier: string | null;
  readonly provider_response: string | null;
  readonly reference: string | null;
  readonly correlation_id: string | null;
  readonly campaign: string | null;
  readonly caller: string | null;
  readonly source: string | null;
  readonly until_at: Date | null;
}

interface Column {
  readonly name: keyof Row | "rank";
  readonly type: string;
  readonly of: (message: LoggedMessage, sealing: Sealing) => unknown;
}

const contextOf = (messageId: string): string => `log:${messageId}`;
const numberOf = (micros: string | null): number | null => (micros === null ? null : Number(micros));
/** PostgreSQL takes no NUL in a text. */
const text = (value: string | null): string | null => value?.replaceAll("\0", "") ?? null;
const key = (value: string | null): string | null => (value === null ? null : keyText(value));

export const columns: readonly Column[] = [
  { name: "message_id", type: "uuid", of: ({ messageId }) => messageId },
  { name: "accepted_at", type: "timestamptz", of: ({ acceptedAt }) => acceptedAt.toISOString() },
  { name: "occurred_at", type: "timestamptz", of: ({ occurredAt }) => occurredAt.toISOString() },
  { name: "rank", type: "smallint", of: rankOf },
  { name: "status", type: "text", of: ({ status }) => status },
  { name: "reason", type: "text", of: ({ reason }) => key(reason) },
  { name: "detail", type: "text", of: ({ detail }) => text(detail) },
  { name: "class", type: "text", of: (message) => text(message.class) },
  { name: "recipient", type: "text", of: ({ recipient }) => text(recipient) },
  {
    name: "number_sealed",
    type: "bytea",
    of: ({ messageId, to }, sealing) => (to === null ? null : sealing.seal(to, contextOf(messageId))),
  },
  { name: "number_hash", type: "text", of: ({ toHash }) => toHash },
  { name: "template", type: "text", of: ({ template }) => key(template) },
  { name: "encoding", type: "text", of: ({ encoding }) => text(encoding) },
  { name: "segments", type: "smallint", of: ({ segments }) => segments },
  { name: "estimated_micros", type: "bigint", of: ({ estimatedMicros }) => estimatedMicros },
  { name: "actual_micros", type: "bigint", of: ({ actualMicros }) => actualMicros },
  { name: "provider_message_id", type: "text", of: ({ providerMessageId }) => key(providerMessageId) },
  { name: "carrier", type: "text", of: ({ carrier }) => text(carrier) },
  { name: "provider_response", type: "text", of: ({ providerResponse }) => text(providerResponse) },
  { name: "reference", type: "text", of: ({ reference }) => key(reference) },
  { name: "correlation_id", type: "text", of: ({ correlationId }) => key(correlationId) },
  { name: "campaign", type: "text", of: ({ campaign }) => key(campaign) },
  { name: "caller", type: "text", of: ({ caller }) => key(caller) },
  { name: "source", type: "text", of: ({ source }) => text(source) },
  { name: "until_at", type: "timestamptz", of: ({ until }) => until?.toISOString() ?? null },
];

export const messageOf = (row: Row, sealing: Sealing): LoggedMessage => ({
  messageId: row.message_id,
  acceptedAt: row.accepted_at,
  occurredAt: row.occurred_at,
  status: row.status,
  reason: row.reason,
  detail: row.detail,
  class: row.class,
  recipient: row.recipient,
  to:
    row.number_sealed === null
      ? null
      : (sealing.open(row.number_sealed, contextOf(row.message_id))?.toString() ?? null),
  toHash: row.number_hash,
  template: row.template,
  encoding: row.encoding,
  segments: row.segments,
  estimatedMicros: numberOf(row.estimated_micros),
  actualMicros: numberOf(row.actual_micros),
  providerMessageId: row.provider_message_id,
  carrier: row.carrier,
  providerResponse: row.provider_response,
  reference: row.reference,
  correlationId: row.correlation_id,
  campaign: row.campaign,
  caller: row.caller,
  source: row.source,
  until: row.until_at,
});
