import type { FailureReason } from "../../domain/decision/failure-reason.js";
import type { MessageClass } from "../../domain/message-class.js";
import type { ErrorPlace } from "./error-log.js";

/** The reason a caller was refused: no key, no bearer key, a key that is none of ours, a scope it lacks, a web page. */
export type AuthFailure = "missing" | "malformed" | "unknown" | "scope" | "page";

/**
 * The end of one delivery to a receiver of webhooks: it took it; it is tried again; it was tried for the last time; its queue
 * had no room.
 */
export type WebhookResult = "delivered" | "failed" | "given-up" | "left-out";

/** The counts operators watch. Never throws; labels hold no personal value. */
export interface Meters {
  eventConsumed(topic: string): void;
  outcome(messageClass: MessageClass | "unknown", status: "sent" | "failed", reason: FailureReason | null): void;
  inFlight(lane: MessageClass, change: 1 | -1): void;
  deadLetter(cause: string): void;
  breaker(cause: string, open: boolean): void;
  gatewaySeconds(seconds: number, answer: string): void;
  journalSeconds(seconds: number, step: string): void;
  webhookDelivery(result: WebhookResult): void;
  authFailure(reason: AuthFailure): void;
  /** An error that no outage explains. */
  internalError(where: ErrorPlace): void;
  /** Anything rare an operator must see: doubles, unreadable records, outcomes too large for their topic, parked messages that lost a part. */
  count(what: "double" | "unreadable-record" | "outcome-cut" | "orphan"): void;
}
