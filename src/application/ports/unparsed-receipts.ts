/** A line of a provider's log that says nothing we understand. */
export interface UnparsedReceipt {
  readonly at: Date;
  readonly cause: string;
  /** The line as it came, cut: it may hold a number. */
  readonly text: string;
}

/** The last lines nobody could read, for a person to look at; sealed where they leave the process. Rejects with `JournalUnavailable`. */
export interface UnparsedReceipts {
  /** Keeps the last 1,000, each for 75 h. */
  keep(unparsed: UnparsedReceipt): Promise<void>;
  /** The latest first; without those that cannot be opened. */
  list(limit: number): Promise<readonly UnparsedReceipt[]>;
  /** Removes those whose text is `theirs`; answers how many there were. */
  forget(theirs: (text: string) => boolean): Promise<number>;
}

export const mostUnparsed = 1_000;
export const longestUnparsed = 4_000;
