import { isProgrammingFault } from "../../domain/programming-fault.js";
import { backoff } from "../../domain/backoff.js";

const mostFaults = 5;
const longestMs = 5 * 60_000;

/** Waits between the tries of work that a mistake in the program ends: long enough for a passing cause to pass. */
export const faultBackoff = backoff(2_000, 60_000);

/**
 * Bounds the retries of work that a programming mistake ends: 5 times, for 5 minutes at most. Outages are retried
 * without a bound. Time is the monotonic clock's, in ms.
 */
export class FaultPatience {
  #faults = 0;
  #since = 0;

  /** Tries that such a mistake has ended. */
  get faults(): number {
    return this.#faults;
  }

  /** True once the work is to be given up. */
  isOver(error: unknown, now: number): boolean {
    if (!isProgrammingFault(error)) return false;
    if (this.#faults === 0) this.#since = now;
    this.#faults += 1;
    return this.#faults >= mostFaults || now - this.#since >= longestMs;
  }
}
