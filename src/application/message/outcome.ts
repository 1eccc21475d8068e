import type { FailureReason } from "../../domain/decision/failure-reason.js";
import type { MessageClass } from "../../domain/message-class.js";
import type { Money, PartialPlan } from "../../domain/decision/send-plan.js";
import type { Encoding } from "../../domain/text/text.js";
import type { Message, Origin } from "./message.js";
import type { Hashes } from "../ports/hashes.js";
import type { OutgoingEvent } from "../ports/event-publisher.js";
import { ceHeaders } from "./ce-headers.js";

export type End =
  | { readonly status: "sent"; readonly providerMessageId: string | null }
  | { readonly status: "failed"; readonly reason: FailureReason; readonly detail: string };

/** Value of `sms.sent` and `sms.failed`; an event that broke its schema has null message fields. */
export interface OutcomeValue {
  readonly messageId: string;
  readonly status: "sent" | "failed";
  /** E.164, or the string given where it could not be parsed. */
  readonly to: string | null;
  readonly class: MessageClass | null;
  readonly recipient: string | null;
  readonly template: string | null;
  readonly templateVersion: string | null;
  readonly encoding: Encoding | null;
  readonly segments: number | null;
  readonly estimatedCost: Money | null;
  readonly gateway: string | null;
  readonly providerMessageId: string | null;
  /** Publishes begun. */
  readonly attempts: number;
  readonly reason: FailureReason | null;
  /** A sentence for a person. */
  readonly detail: string | null;
  readonly reference: string | null;
  readonly correlationId: string | null;
  readonly campaignId: string | null;
  /** The asker: the name of the API key, else the producer's `ce_source`. */
  readonly caller: string | null;
  readonly source: Origin;
  /** RFC 3339: the event's own time. */
  readonly acceptedAt: string;
  /** RFC 3339. */
  readonly occurredAt: string;
}

/** An outcome in both forms: as it is published, and its value. */
export interface OutcomeEvent {
  readonly event: OutgoingEvent;
  readonly value: OutcomeValue;
}

/**
 * In UTF-16 units. A producer's text is echoed no longer than this, so that an outcome is never too large for its
 * topic.
 */
const longestEcho = 1_000;
export const longestDetail = 8_000;

export const cut = (text: string, longest: number): string =>
  text.length <= longest ? text : `${text.slice(0, longest - 1).toWellFormed()}…`;
export const echo = (text: string | null): string | null => (text === null ? null : cut(text, longestEcho));
export const sourceOf = (origin: Origin): Origin => ({ ...origin, eventId: echo(origin.eventId) });

interface OutcomeParts {
  readonly hashes: Hashes;
  readonly gateway: string;
  readonly message: Message;
  readonly plan: PartialPlan;
  readonly end: End;
  readonly attempts: number;
  readonly at: Date;
}

type Told = Pick<OutcomeValue, "providerMessageId" | "reason" | "detail">;

/** The fields common to every event about a message, in the order in which they are written. */
export const messageFields = <Status extends string>(
  { gateway, message, plan, attempts, at }: Omit<OutcomeParts, "end" | "hashes">,
  status: Status,
  { providerMessageId, reason, detail }: Told,
) => {
  const { content } = message.request;
  return {
    messageId: message.id,
    status,
    to: echo(plan.to ?? message.request.to),
    class: plan.class,
    recipient: message.recipient,
    template:
      plan.template !== undefined ? echo(plan.template) : content.kind === "template" ? echo(content.template) : null,
    templateVersion: plan.templateVersion ?? null,
    encoding: plan.encoding ?? null,
    segments: plan.segments ?? null,
    estimatedCost: plan.estimatedCost ?? null,
    gateway,
    providerMessageId,
    attempts,
    reason,
    detail,
    reference: echo(message.reference),
    correlationId: echo(message.correlationId),
    campaignId: message.campaignId,
    caller: echo(message.caller),
    source: sourceOf(message.origin),
    acceptedAt: message.request.requestedAt.toISOString(),
    occurredAt: at.toISOString(),
  };
};

/** `sms.sent` or `sms.failed`: the same message, status and reason always give the same `ce_id`. */
export const outcomeEvent = (parts: OutcomeParts): OutcomeEvent => {
  const { hashes, message, plan, end, at } = parts;
  const topic = end.status === "sent" ? "sms.sent" : "sms.failed";
  const reason = end.status === "failed" ? end.reason : null;
  const value: OutcomeValue = messageFields(parts, end.status, {
    providerMessageId: end.status === "sent" ? end.providerMessageId : null,
    reason,
    detail: end.status === "failed" ? cut(end.detail, longestDetail) : null,
  });
  const id = hashes.uuid(`${message.id}\n${end.status}\n${reason ?? ""}`);
  const headers = ceHeaders({ topic, id, at, traceparent: message.traceparent });
  const key = hashes.keyed(plan.to ?? message.request.to);
  return { value, event: { topic, key, value: JSON.stringify(value), headers } };
};
