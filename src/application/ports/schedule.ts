import type { MessageClass } from "../../domain/message-class.js";

/** One parked message, leased to the taker. */
export interface DueEntry {
  readonly messageId: string;
  readonly lane: MessageClass;
  readonly due: Date;
  /** The body as it was parked; undefined where it cannot be opened (sealed under another key). */
  readonly body: Buffer | undefined;
  /** The take-token: each further word about this entry carries it. */
  readonly take: string;
}

/** One parked message as it is listed. */
export interface WaitingEntry {
  readonly messageId: string;
  readonly lane: MessageClass;
  /** Its place in the list: its due, or the end of its taker's lease. */
  readonly at: Date;
}

/** The end of a page of the list. */
export type SchedulePlace = Pick<WaitingEntry, "at" | "messageId">;

/**
 * Work that waits longer than a run: parked messages (the journal's `park` puts them here) and watches over codes
 * sent in process. Each lane (a message's class) has an order of its own. An entry leaves only by `done`; one that
 * was taken and not done comes back when its lease is over. A word about an entry by a take-token that is no longer
 * its last changes nothing: whoever parks or takes an entry ends all earlier takes.
 */
export interface Schedule {
  /**
   * Adds a watch to a message that has no offset behind it; repeating it changes nothing but `due`. Answers its
   * take-token.
   */
  watch(messageId: string, due: Date, body: Buffer): Promise<string>;
  /**
   * Due entries of each lane, up to its `room`, oldest first, each leased for `leaseMs`: no other taker gets it in
   * that time.
   */
  take(room: Readonly<Record<MessageClass, number>>, leaseMs: number): Promise<readonly DueEntry[]>;
  /** Renews the lease of a taken entry, for `leaseMs` from now. */
  keep(messageId: string, take: string, leaseMs: number): Promise<void>;
  /** Removes the entry, because its outcome is acknowledged. */
  done(messageId: string, take: string): Promise<void>;
  /** The taker stops: others may have the entry at once. */
  giveBack(messageId: string, take: string): Promise<void>;
  /**
   * Checks a page of the parked messages that are due; the next call goes on behind it. A message that lost its place
   * in the order gets it back (`misplaced` counts these); one whose body is gone is told in `lost` until it is given
   * up.
   */
  mend(): Promise<{ readonly misplaced: number; readonly lost: readonly string[] }>;
  /** Forgets a parked message whose body is gone, because its outcome is acknowledged; one that has a body stays. */
  giveUp(messageId: string): Promise<void>;
  /**
   * At most `limit` entries behind `after`, by when they are due, then by id. An entry that is taken or parked meanwhile may be
   * missed or come twice; all others come once.
   */
  list(after: SchedulePlace | undefined, limit: number): Promise<readonly WaitingEntry[]>;
  /** One entry as it waits, without taking it; undefined where there is none. */
  find(messageId: string): Promise<Pick<DueEntry, "lane" | "due" | "body"> | undefined>;
  /** Entries of each lane. */
  counts(): Promise<Readonly<Record<MessageClass, number>>>;
  /** Entries waiting, and their sealed bytes. */
  size(): Promise<{ readonly entries: number; readonly bytes: number }>;
}
