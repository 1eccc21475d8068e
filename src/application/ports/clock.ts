export interface Clock {
  /** The current instant. */
  now(): Date;
  /** Milliseconds that only ever grow and that no one sets: leases, deadlines of steps, durations. */
  monotonic(): number;
  /** Resolves after `ms`, or as soon as one of `signals` aborts or has aborted; never rejects. Any number may sleep by one signal. */
  sleep(ms: number, ...signals: readonly AbortSignal[]): Promise<void>;
}
