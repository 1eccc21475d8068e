import type { FailureReason } from "../../domain/decision/failure-reason.js";
import type { MessageClass } from "../../domain/message-class.js";

/** What operators count (CONTRACT.md, metrics). Never throws; labels hold no personal value. */
export interface Meters {
  eventConsumed(topic: string): void;
  outcome(messageClass: MessageClass | "unknown", status: "sent" | "failed", reason: FailureReason | null): void;
  inFlight(lane: MessageClass, change: 1 | -1): void;
  deadLetter(cause: string): void;
  breaker(cause: string, open: boolean): void;
  gatewaySeconds(seconds: number, answer: string): void;
  journalSeconds(seconds: number, step: string): void;
  /** Anything rare an operator must see: doubles, skipped old events, unreadable records. */
  count(what: "double" | "skipped-old-event" | "unreadable-record"): void;
}
