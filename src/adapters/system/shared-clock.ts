import type { Clock } from "../../application/ports/clock.js";

/** Tells the instant that all workers of a deployment agree on. */
export interface SharedTime {
  /** Milliseconds since 1970; undefined as long as nobody tells. */
  now(): number | undefined;
  /** Takes the time from `source` from now on. */
  follow(source: () => number | undefined): void;
}

export const createSharedTime = (): SharedTime => {
  let told: () => number | undefined = () => undefined;
  return {
    now: () => told(),
    follow: (source) => {
      told = source;
    },
  };
};

/** A clock on whose time workers agree. Where a due time or an expiry is shared, they go by this clock. */
export const createSharedClock = (own: Clock, shared: SharedTime): Clock => ({
  monotonic: () => own.monotonic(),
  sleep: (ms, ...signals) => own.sleep(ms, ...signals),
  now: () => {
    const now = shared.now();
    return now === undefined ? own.now() : new Date(now);
  },
});
