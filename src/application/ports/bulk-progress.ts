/** Progress of a bulk run of one file, kept next to the file, so that it goes on where it ended. */
export interface BulkRun {
  /** Seeds the run's idempotency keys; a new run sends everything again. */
  readonly run: string;
  /** SHA-256 of the file and of the message, hex: a run goes on only with the same. */
  readonly digest: string;
  /** Rows that were answered. */
  readonly rows: number;
  readonly accepted: number;
  readonly refused: number;
  readonly ended: boolean;
}

export interface BulkProgress {
  /** Undefined where no run was begun. */
  read(file: string): Promise<BulkRun | undefined>;
  write(file: string, run: BulkRun): Promise<void>;
}
