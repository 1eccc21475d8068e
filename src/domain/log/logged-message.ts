import type { FailureReason } from "../decision/failure-reason.js";
import type { MessageClass } from "../message-class.js";

export type LoggedStatus = "deferred" | "failed" | "sent" | "undelivered" | "delivered";

/** One message as the log keeps it: the state of the last report about it. Money in micro-USD. */
export interface LoggedMessage {
  readonly messageId: string;
  /** When the service took it: never changes, so that every report of a message finds the same row. */
  readonly acceptedAt: Date;
  /** When its state came about. */
  readonly occurredAt: Date;
  readonly status: LoggedStatus;
  readonly reason: FailureReason | null;
  readonly detail: string | null;
  readonly class: MessageClass | null;
  /** Role within the event: `customer`, `driver`. */
  readonly recipient: string | null;
  /** E.164, or the string given where it could not be parsed; null once it was forgotten. */
  readonly to: string | null;
  /** Keyed hash of `to`; null where there is no number. */
  readonly toHash: string | null;
  readonly template: string | null;
  readonly encoding: string | null;
  readonly segments: number | null;
  readonly estimatedMicros: number | null;
  readonly actualMicros: number | null;
  readonly providerMessageId: string | null;
  readonly carrier: string | null;
  readonly providerResponse: string | null;
  readonly reference: string | null;
  readonly correlationId: string | null;
  readonly campaign: string | null;
  readonly caller: string | null;
  /** `topic/partition/offset` of the event. */
  readonly source: string | null;
  /** Until when a deferred one waits. */
  readonly until: Date | null;
}

/** A later state never gives way to an earlier one, in any order of reports. A doubt is settled by any proof. */
const ranks = { deferred: 0, failed: 2, sent: 3, undelivered: 4, delivered: 5 } as const;
const doubtRank = 1;

/** Ranks the progress of a message: of two reports of one message, the higher rank stands. */
export const rankOf = ({ status, reason }: Pick<LoggedMessage, "status" | "reason">): number =>
  status === "failed" && reason === "outcome-unknown" ? doubtRank : ranks[status];

/**
 * Chooses between two reports of one message: the higher rank; of equal ranks, the later report. Order never matters.
 */
export const furtherOf = (one: LoggedMessage, other: LoggedMessage): LoggedMessage => {
  const difference = rankOf(one) - rankOf(other) || one.occurredAt.getTime() - other.occurredAt.getTime();
  return difference >= 0 ? one : other;
};
