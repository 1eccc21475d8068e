/** Progress of reading a delivery log, shared by all workers, one of which reads. Rejects with `JournalUnavailable`. */
export interface ReceiptProgress {
  /**
   * Makes `owner` the reader for `ms`, or keeps it so; answers its token, or undefined while another one is the
   * reader. A new reader has a higher token than all before it.
   */
  lease(owner: string, ms: number): Promise<number | undefined>;
  /** Gives the lease up; does nothing where another one has it. */
  release(owner: string): Promise<void>;
  /** The time of the newest line that was taken of a log. */
  watermark(log: string): Promise<Date | undefined>;
  /** Moves the watermark on, never back. False where another reader took over since: then nothing moves. */
  advance(log: string, token: number, at: Date): Promise<boolean>;
  /** The lines among these that were not taken yet. */
  untaken(ids: readonly string[]): Promise<readonly string[]>;
  /** Remembers that these lines were taken, for as long as they may be read again. */
  taken(ids: readonly string[]): Promise<void>;
}
