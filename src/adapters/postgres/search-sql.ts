import type { LogPosition, MessageQuery } from "../../application/ports/message-log.js";
import { nearestInstant } from "../../domain/instant-text.js";
import { keyText } from "./key-text.js";

interface Sql {
  readonly text: string;
  readonly values: readonly unknown[];
}

const columnOf = {
  toHash: "number_hash",
  reference: "reference",
  correlationId: "correlation_id",
  providerMessageId: "provider_message_id",
  template: "template",
  reason: "reason",
  class: "class",
  status: "status",
  campaign: "campaign",
  caller: "caller",
} as const satisfies Partial<Record<keyof MessageQuery, string>>;

/** PostgreSQL reads no year of five digits, and no year 0. */
const instant = (at: Date): string => new Date(nearestInstant(at.getTime())).toISOString();

const newestFirst = "ORDER BY accepted_at DESC, message_id DESC";

/** Newest first, from behind `after`: a page costs the same however deep it lies. */
export const searchSql = (query: MessageQuery, limit: number, after: LogPosition | undefined): Sql => {
  const values: unknown[] = [instant(query.since), instant(query.until)];
  const place = (value: unknown): string => `$${values.push(value)}`;
  const conditions = ["accepted_at >= $1", "accepted_at < $2"];
  for (const [field, column] of Object.entries(columnOf)) {
    const value = query[field as keyof typeof columnOf];
    if (value !== undefined) conditions.push(`${column} = ${place(keyText(String(value)))}`);
  }
  if (after !== undefined)
    conditions.push(
      `(accepted_at, message_id) < (${place(instant(after.acceptedAt))}, ${place(after.messageId)}::uuid)`,
    );
  const text = `SELECT * FROM message_log WHERE ${conditions.join(" AND ")}
    ${newestFirst} LIMIT ${place(limit)}`;
  return { text, values };
};

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** One look for each kind of name, joined: none reads more rows than it answers, however many share the name. */
export const findSql = (text: string, most: number): Sql => {
  const conditions = ["correlation_id", "reference", "provider_message_id"].map((column) => `${column} = $1`);
  if (uuid.test(text)) conditions.push("message_id = $1::text::uuid");
  const looks = conditions.map((one) => `(SELECT * FROM message_log WHERE ${one} ${newestFirst} LIMIT $2)`);
  return { text: `SELECT * FROM (${looks.join(" UNION ")}) AS found ${newestFirst}`, values: [keyText(text), most] };
};
