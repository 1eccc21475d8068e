import type { OutgoingEvent } from "../ports/event-publisher.js";
import type { OutcomeValue } from "./outcome.js";

type Later = "acceptedAt" | "campaignId" | "caller";

/** As any version recorded it. */
type Recorded = Omit<OutcomeValue, Later> & Partial<Pick<OutcomeValue, Later>>;

const isOutcome = (value: unknown): value is Recorded =>
  typeof value === "object" &&
  value !== null &&
  "messageId" in value &&
  typeof value.messageId === "string" &&
  "status" in value &&
  (value.status === "sent" || value.status === "failed") &&
  "occurredAt" in value &&
  typeof value.occurredAt === "string";

/**
 * Reads a recorded outcome; one of an earlier version lacks the fields added since. Throws where the event is no
 * outcome.
 */
export const recordedOutcome = ({ topic, value }: Pick<OutgoingEvent, "topic" | "value">): OutcomeValue => {
  const recorded: unknown = JSON.parse(String(value));
  if (!isOutcome(recorded)) throw new TypeError(`What is recorded for ${topic} is no outcome`);
  const { acceptedAt = recorded.occurredAt, campaignId = null, caller = null } = recorded;
  return { ...recorded, acceptedAt, campaignId, caller };
};
