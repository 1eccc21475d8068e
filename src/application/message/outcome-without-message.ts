import type { FailureReason } from "../../domain/decision/failure-reason.js";
import type { OutgoingEvent } from "../ports/event-publisher.js";
import type { Hashes } from "../ports/hashes.js";
import { cut, longestDetail, type OutcomeEvent, type OutcomeValue, sourceOf } from "./outcome.js";
import { ceHeaders } from "./ce-headers.js";

/** The known facts where there is no message: one came of no event, or it was lost. */
type Known = Partial<OutcomeValue> &
  Pick<OutcomeValue, "messageId" | "source" | "acceptedAt"> & {
    readonly reason: FailureReason;
    readonly detail: string;
    readonly traceparent?: string | undefined;
  };

/** Its fields in the order in which outcomes have them. */
const blank: OutcomeValue = {
  ...{ messageId: "", status: "failed", to: null, class: null, recipient: null, template: null, templateVersion: null },
  ...{ encoding: null, segments: null, estimatedCost: null, gateway: null, providerMessageId: null, attempts: 0 },
  ...{ reason: null, detail: null, reference: null, correlationId: null, campaignId: null, caller: null },
  source: { topic: "unknown", partition: 0, offset: "0", eventId: null },
  ...{ acceptedAt: "", occurredAt: "" },
};

/** The `sms.failed` of what has no message (any more): what nobody knows is null, and its key is its id. */
export const outcomeWithoutMessage = (hashes: Hashes, known: Known, at: Date): OutcomeEvent => {
  const { detail, source, traceparent, ...told } = known;
  const { messageId, reason } = told;
  const topic = "sms.failed";
  const value: OutcomeValue = {
    ...blank,
    ...told,
    detail: cut(detail, longestDetail),
    source: sourceOf(source),
    occurredAt: at.toISOString(),
  };
  const event: OutgoingEvent = {
    topic,
    key: messageId,
    value: JSON.stringify(value),
    headers: ceHeaders({ topic, id: hashes.uuid(`${messageId}\nfailed\n${reason}`), at, traceparent }),
  };
  return { event, value };
};
