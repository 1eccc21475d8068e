/** One line of a provider's delivery log. */
export interface LogLine {
  /** The log's own id of it: a line that is read again has the same. */
  readonly id: string;
  readonly at: Date;
  readonly text: string;
}

export interface LogPage {
  /** May be empty although more pages follow; in no order. */
  readonly lines: readonly LogLine[];
  /** undefined: this was the last page. */
  readonly next: string | undefined;
}

/** The provider's log takes no more calls for now. */
export class SourceThrottled extends Error {
  override readonly name = "SourceThrottled";
}

/** The page asked for is no longer there: begin the range again. */
export class PageExpired extends Error {
  override readonly name = "PageExpired";
}

/** Delivery logs that are read: one call a method, no retry inside. */
export interface ReceiptSource {
  /** Names of the logs, as they are found now. */
  logs(): Promise<readonly string[]>;
  /**
   * One page of the lines whose own time lies between `from` and `to`, both included. Rejects with `SourceThrottled`,
   * `PageExpired`, or the log's own error.
   */
  page(log: string, from: Date, to: Date, next?: string | undefined): Promise<LogPage>;
  close(): void;
}
