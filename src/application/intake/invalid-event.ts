import type { FailureReason } from "../../domain/decision/failure-reason.js";
import { ceHeaders, cut, echo, longestDetail, type OutcomeValue, sourceOf } from "../message/outcome.js";
import type { Origin } from "../message/message.js";
import type { OutgoingEvent } from "../ports/event-publisher.js";
import type { Hashes } from "../ports/hashes.js";
import type { DecodedEvent } from "./decode-event.js";

/** The one `sms.failed` of an event that breaks its schema: no message came of it, every faulty field is named. */
export const invalidEventOutcome = (
  hashes: Hashes,
  { identity, caller, correlationId, traceparent }: DecodedEvent,
  origin: Origin,
  detail: string,
  at: Date,
): OutgoingEvent => {
  const reason = "invalid-event" satisfies FailureReason;
  const messageId = hashes.uuid(`${identity}\n${reason}`);
  const value: OutcomeValue = {
    messageId,
    status: "failed",
    to: null,
    class: null,
    recipient: null,
    template: null,
    templateVersion: null,
    encoding: null,
    segments: null,
    estimatedCost: null,
    gateway: null,
    providerMessageId: null,
    attempts: 0,
    reason,
    detail: cut(detail, longestDetail),
    reference: null,
    correlationId: echo(correlationId ?? null),
    campaignId: null,
    caller: echo(caller),
    source: sourceOf(origin),
    acceptedAt: at.toISOString(),
    occurredAt: at.toISOString(),
  };
  return {
    topic: "sms.failed",
    key: messageId,
    value: JSON.stringify(value),
    headers: ceHeaders("sms.failed", hashes.uuid(`${messageId}\nfailed\n${reason}`), at, traceparent),
  };
};
