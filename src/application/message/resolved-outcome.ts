import type { FailureReason } from "../../domain/decision/failure-reason.js";
import type { OutgoingEvent } from "../ports/event-publisher.js";
import type { Hashes } from "../ports/hashes.js";
import type { OutcomeEvent, OutcomeValue } from "./outcome.js";
import { recordedOutcome } from "./recorded-outcome.js";
import { ceHeaders } from "./ce-headers.js";

/** Resolves a message in doubt: its recorded outcome with another end, and therefore another `ce_id`. */
export const resolvedOutcome = (
  hashes: Hashes,
  inDoubt: OutgoingEvent,
  status: "sent" | "failed",
  at: Date,
  providerMessageId?: string | undefined,
): OutcomeEvent => {
  const recorded = recordedOutcome(inDoubt);
  const reason: FailureReason | null = status === "sent" ? null : "gateway-rejected";
  const detail =
    status === "sent"
      ? null
      : "An operator found that the text in doubt was not sent; send it again if it still matters";
  const proved = providerMessageId ?? recorded.providerMessageId;
  const end = { status, reason, detail, providerMessageId: proved, occurredAt: at.toISOString() };
  const value: OutcomeValue = { ...recorded, ...end };
  const topic = status === "sent" ? "sms.sent" : "sms.failed";
  const { traceparent } = inDoubt.headers;
  const id = hashes.uuid(`${recorded.messageId}\n${status}\n${reason ?? ""}`);
  const headers = ceHeaders({ topic, id, at, traceparent });
  return { value, event: { topic, key: inDoubt.key, value: JSON.stringify(value), headers } };
};
