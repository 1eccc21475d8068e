import type { FastifyInstance, FastifyReply } from "fastify";
import { z } from "zod";
import { type LogPosition, SearchTooSlow } from "../../application/ports/message-log.js";
import type { SearchMessages } from "../../application/log/search-messages.js";
import { failureReasons } from "../../domain/decision/failure-reason.js";
import type { LoggedMessage } from "../../domain/log/logged-message.js";
import { lanes } from "../../domain/message-class.js";
import { masked } from "../../domain/phone/phone-number.js";
import type { Caller } from "./keys.js";
import { invalidBody, problem } from "./problem.js";
import { readBody } from "./read-body.js";

export interface LogNeeds {
  readonly caller: Caller;
  readonly searchMessages: SearchMessages;
}

const mostFound = 200;
const defaultLimit = 50;

const text = z.string().min(1, "may not be empty").max(1_000, "must be at most 1,000 characters");
const instant = z.iso
  .datetime({ offset: true, error: "must be an RFC 3339 instant such as 2026-11-22T10:00:00Z" })
  .transform((value) => new Date(value));
const statuses = ["deferred", "failed", "sent", "undelivered", "delivered"] as const;

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const cursorOf = ({ acceptedAt, messageId }: LogPosition): string =>
  Buffer.from(`${acceptedAt.getTime()}.${messageId}`).toString("base64url");
const positionOf = (cursor: string): LogPosition | undefined => {
  const [ms = "", messageId = ""] = Buffer.from(cursor, "base64url").toString("utf8").split(".");
  return /^\d{1,15}$/.test(ms) && uuid.test(messageId) ? { acceptedAt: new Date(Number(ms)), messageId } : undefined;
};
const cursor = z.string().transform((value, context) => {
  const position = positionOf(value);
  if (position !== undefined) return position;
  context.addIssue({ code: "custom", message: "must be the `next` of an earlier answer" });
  return z.NEVER;
});
const limit = z.int().min(1).max(mostFound);

const byQuery = z.strictObject({
  reference: text.optional(),
  correlationId: text.optional(),
  providerMessageId: text.optional(),
  template: text.optional(),
  reason: z.enum(failureReasons, { error: "must be a reason such as opted-out" }).optional(),
  class: z.enum(lanes, { error: `must be one of ${lanes.join(", ")}` }).optional(),
  status: z.enum(statuses, { error: `must be one of ${statuses.join(", ")}` }).optional(),
  campaign: text.optional(),
  caller: text.optional(),
  since: instant.optional(),
  until: instant.optional(),
  limit: z.preprocess((given) => (/^-?\d{1,9}$/.test(String(given)) ? Number(given) : given), limit).optional(),
  cursor: cursor.optional(),
});
const byBody = byQuery.extend({ to: text.optional(), limit: limit.optional() });

export const money = (micros: number | null) => (micros === null ? null : { micros, currency: "USD" });

/** One row as the API shows it: the number masked. */
export const shownRow = (row: LoggedMessage) => ({
  messageId: row.messageId,
  to: row.to === null ? null : masked(row.to),
  class: row.class,
  template: row.template,
  status: row.status,
  reason: row.reason,
  detail: row.detail,
  segments: row.segments,
  encoding: row.encoding,
  estimatedCost: money(row.estimatedMicros),
  actualCost: money(row.actualMicros),
  acceptedAt: row.acceptedAt.toISOString(),
  occurredAt: row.occurredAt.toISOString(),
  until: row.until?.toISOString() ?? null,
  recipient: row.recipient,
  reference: row.reference,
  correlationId: row.correlationId,
  providerMessageId: row.providerMessageId,
  carrier: row.carrier,
  providerResponse: row.providerResponse,
  campaign: row.campaign,
  caller: row.caller,
  source: row.source,
});

/** Search of the message log. A number stands in a body only, never in an address that somebody may log. */
export const logRoutes = (server: FastifyInstance, { caller, searchMessages }: LogNeeds): void => {
  const answer = async (reply: FastifyReply, asked: z.output<typeof byBody> | undefined) => {
    if (asked === undefined) return reply;
    const { cursor: after, limit: most = defaultLimit, ...fields } = asked;
    try {
      const found = await searchMessages({ ...fields, limit: most, after });
      if (found === "invalid-number")
        return invalidBody(reply, [{ pointer: "/to", message: "is no phone number; write it as +919876543210" }]);
      const { messages, next } = found;
      return { messages: messages.map(shownRow), next: next && cursorOf(next) };
    } catch (error) {
      if (!(error instanceof SearchTooSlow)) throw error;
      return problem(
        reply,
        503,
        "search-too-slow",
        "The search took longer than 3 s; narrow the time with since and until",
      );
    }
  };

  server.post("/v1/messages/search", async (request, reply) => {
    if (caller(request, reply, "read") === undefined) return reply;
    return answer(reply, readBody(reply, byBody, request.body === undefined ? {} : request.body));
  });

  server.get("/v1/messages", async (request, reply) => {
    if (caller(request, reply, "read") === undefined) return reply;
    return answer(reply, readBody(reply, byQuery, request.query));
  });
};
