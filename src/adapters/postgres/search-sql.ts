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
  const looks = ["correlation_id", "reference"].map((column) => `${column} = $1 ${newestFirst} LIMIT $2`);
  // Ids are few: in an order that no index of theirs has, a table without statistics would be read whole.
  looks.push("provider_message_id = $1", ...(uuid.test(text) ? ["message_id = $1::text::uuid"] : []));
  const all = looks.map((look) => `(SELECT * FROM message_log WHERE ${look})`).join(" UNION ");
  return { text: `SELECT * FROM (${all}) AS found ${newestFirst}`, values: [keyText(text), most] };
};
