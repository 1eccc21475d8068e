/** Progress of a sweep of the provider's list; a worker that takes it over goes on from there. */
export interface SweepState {
  /** Grows by one with every sweep. */
  readonly generation: number;
  /** The time this sweep began, epoch ms: its findings were so then or later. */
  readonly startedAt: number;
  /** The next page; undefined: it has not begun, or all pages were read. */
  readonly next: string | undefined;
  readonly pages: number;
  readonly numbers: number;
  /** When a sweep was complete last, epoch ms. */
  readonly completedAt: number | undefined;
  /** This sweep has pages to go. */
  readonly running: boolean;
}

/** One sweep at a time over all workers. Rejects with `JournalUnavailable` when the store does not answer. */
export interface SweepStore {
  /** Takes or keeps the sweep for `leaseMs`; undefined: another worker has it. */
  hold(holder: string, leaseMs: number): Promise<SweepState | undefined>;
  /** False: another worker has taken the sweep since, and nothing was written. */
  save(holder: string, state: SweepState): Promise<boolean>;
  read(): Promise<SweepState>;
}

export const noSweep: SweepState = {
  generation: 0,
  startedAt: 0,
  next: undefined,
  pages: 0,
  numbers: 0,
  completedAt: undefined,
  running: false,
};
