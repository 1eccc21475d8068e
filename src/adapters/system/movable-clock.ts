import type { Clock } from "../../application/ports/clock.js";

/** A clock that runs as `own` does, from `start` on, and can jump forward. */
export class MovableClock implements Clock {
  readonly #own: Clock;
  readonly #offsetMs: number;
  readonly #sleepers = new Set<AbortController>();
  #aheadMs = 0;

  constructor(own: Clock, start: Date = own.now()) {
    this.#own = own;
    this.#offsetMs = start.getTime() - own.now().getTime();
  }

  now(): Date {
    return new Date(this.#own.now().getTime() + this.#offsetMs + this.#aheadMs);
  }

  monotonic(): number {
    return this.#own.monotonic() + this.#aheadMs;
  }

  async sleep(ms: number, ...signals: readonly AbortSignal[]): Promise<void> {
    const until = this.monotonic() + ms;
    while (this.monotonic() < until && !signals.some(({ aborted }) => aborted)) {
      const jump = new AbortController();
      this.#sleepers.add(jump);
      await this.#own.sleep(until - this.monotonic(), jump.signal, ...signals);
      this.#sleepers.delete(jump);
    }
  }

  /** Jumps: who sleeps until an instant on the way wakes at its end. Time never goes back. */
  advance(ms: number): void {
    if (!(ms >= 0 && Number.isFinite(ms)))
      throw new RangeError(`ms must be 0 or more, as time never goes back; got ${ms}`);
    this.#aheadMs += ms;
    for (const jump of [...this.#sleepers]) jump.abort();
  }
}
