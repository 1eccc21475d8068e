import type { Clock } from "../../src/application/ports/clock.js";

/** A clock that stands until it is moved. */
export interface MovedClock extends Clock {
  advance(ms: number): void;
}

export const movedClock = (start = 1_764_000_000_000): MovedClock => {
  let at = start;
  return {
    now: () => new Date(at),
    monotonic: () => at - start,
    sleep: async () => undefined,
    advance: (ms) => {
      at += ms;
    },
  };
};
