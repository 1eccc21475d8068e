import type { LoggedMessage, LoggedStatus } from "../../domain/log/logged-message.js";
import type { FailureReason } from "../../domain/decision/failure-reason.js";
import type { MessageClass } from "../../domain/message-class.js";

/** The terms of a search; every field that is given must hold. */
export interface MessageQuery {
  /** Keyed hash of the E.164 number. */
  readonly toHash?: string | undefined;
  readonly reference?: string | undefined;
  readonly correlationId?: string | undefined;
  readonly providerMessageId?: string | undefined;
  readonly template?: string | undefined;
  readonly reason?: FailureReason | undefined;
  readonly class?: MessageClass | undefined;
  readonly status?: LoggedStatus | undefined;
  readonly campaign?: string | undefined;
  readonly caller?: string | undefined;
  /** First instant of acceptance that counts. */
  readonly since: Date;
  /** First instant that no longer counts. */
  readonly until: Date;
}

/** The place where a page ended: the next one begins behind it, even if rows were written in between. */
export interface LogPosition {
  readonly acceptedAt: Date;
  readonly messageId: string;
}

/** The store did not answer; nothing is lost: unwritten rows are written later. */
export class LogUnavailable extends Error {
  override readonly name = "LogUnavailable";
}

/** The search took too long (3 s): a narrower one may not. */
export class SearchTooSlow extends Error {
  override readonly name = "SearchTooSlow";
}

/**
 * A searchable record of every message's end: a projection of the outcome topics, which can be dropped and filled
 * again from them. Holds no text and no code. Rejects with `LogUnavailable` while its store is away.
 */
export interface MessageLog {
  /**
   * Keeps the messages; of two reports of one message the later state stands, in any order and any number of
   * repetitions.
   */
  record(messages: readonly LoggedMessage[]): Promise<void>;
  /** Newest accepted first, at most `limit` (1–200) of those behind `after`. Rejects with `SearchTooSlow` after 3 s. */
  search(query: MessageQuery, limit: number, after?: LogPosition): Promise<readonly LoggedMessage[]>;
  /**
   * Messages whose message id, correlation id (order number), reference or provider id is this text, newest first: at
   * most 20 of each kind, so that a name that many share hides no message's own id.
   */
  find(text: string): Promise<readonly LoggedMessage[]>;
  /** Takes number and hash out of every row of this person; answers how many rows there were. Counts stay as they were. */
  forget(toHash: string): Promise<number>;
}
