/** A text that likely was an opt-out, and waits for a person's judgement. */
export interface ReviewItem {
  readonly id: string;
  readonly at: Date;
  /** Number, text and the action taken, sealed. */
  readonly sealed: Buffer;
}

/** At most this many wait; the oldest goes first. */
export const mostReviewed = 10_000;

/** Rejects with `JournalUnavailable` when the store does not answer; every method is safe to repeat. */
export interface ConsentReview {
  add(item: ReviewItem): Promise<void>;
  /** Oldest first. */
  list(limit: number): Promise<readonly ReviewItem[]>;
  find(id: string): Promise<ReviewItem | undefined>;
  remove(id: string): Promise<void>;
}
