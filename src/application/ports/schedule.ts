/** One parked message, leased to the taker. */
export interface DueEntry {
  readonly messageId: string;
  readonly due: Date;
  /** As it was parked; undefined where it cannot be opened (sealed under another key). */
  readonly body: Buffer | undefined;
}

/**
 * What waits longer than a run: parked messages (the journal's `park` puts them here) and watches over codes sent in
 * process. An entry leaves only by `done`; one that was taken and not done comes back when its lease is over.
 */
export interface Schedule {
  /** Puts a watch beside a message that has no offset behind it; repeating it changes nothing but `due`. */
  watch(messageId: string, due: Date, body: Buffer): Promise<void>;
  /** Up to `limit` due entries over all shards, oldest first, each leased for `leaseMs`: no other taker gets it meanwhile. */
  take(limit: number, leaseMs: number): Promise<readonly DueEntry[]>;
  /** Its outcome is acknowledged: the entry goes, unless it was parked again for later since it was taken (`due` differs). */
  done(messageId: string, due: Date): Promise<void>;
  /** Entries waiting, and their sealed bytes. */
  size(): Promise<{ readonly entries: number; readonly bytes: number }>;
}
