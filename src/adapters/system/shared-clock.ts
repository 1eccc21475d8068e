import type { Clock } from "../../application/ports/clock.js";

/** Tells the instant that all workers of a deployment agree on. */
export interface SharedTime {
  /** Milliseconds since 1970; undefined as long as nobody tells. */
  now(): number | undefined;
  /** From now on it is what `source` tells. */
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

/** Workers must agree on what is due and what is over: where a time is shared, it is what this clock says. */
export const createSharedClock = (own: Clock, shared: SharedTime): Clock => ({
  ...own,
  now: () => {
    const now = shared.now();
    return now === undefined ? own.now() : new Date(now);
  },
});
