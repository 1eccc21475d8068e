export interface Clock {
  /** The current instant. */
  now(): Date;
  /** Milliseconds that only ever grow and that no one sets: leases, deadlines of steps, durations. */
  monotonic(): number;
  /** Resolves after `ms`, or as soon as `signal` aborts; never rejects. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}
