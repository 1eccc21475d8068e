/** An operator's action on a dead letter. */
export interface LetterMark {
  readonly state: "replayed" | "discarded";
  readonly at: Date;
  /** The operator's key. */
  readonly by: string;
  readonly reason: string | null;
}

/** Marks are kept this long after the last one was made, and at most so many, the newest. */
export const marksKeptMs = 90 * 24 * 3_600_000;
export const mostMarks = 100_000;
/** Letters of one call. */
export const mostMarkedAtOnce = 1_000;

/** Operators' marks on dead letters, which themselves are never changed. */
export interface DeadLetterMarks {
  /** Marks letters, at most `mostMarkedAtOnce`; a later mark stands for an earlier one. */
  mark(ids: readonly string[], mark: LetterMark): Promise<void>;
  /** The marks of those letters that have one. */
  of(ids: readonly string[]): Promise<ReadonlyMap<string, LetterMark>>;
}
