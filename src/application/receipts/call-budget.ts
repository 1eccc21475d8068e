import type { Clock } from "../ports/clock.js";

/** After each call that was taken, the rate grows by this share of the most. */
const growth = 0.02;
const leastPerSecond = 0.05;

/**
 * Spaces calls of a log whose quota the whole account shares: never more than `mostPerSecond`, half as many after each that
 * was throttled, slowly more again (AIMD).
 */
export class CallBudget {
  readonly #clock: Pick<Clock, "monotonic" | "sleep">;
  readonly #mostPerSecond: number;
  #perSecond: number;
  #next = Number.NEGATIVE_INFINITY;

  constructor(clock: Pick<Clock, "monotonic" | "sleep">, mostPerSecond: number) {
    this.#clock = clock;
    this.#mostPerSecond = mostPerSecond;
    this.#perSecond = mostPerSecond;
  }

  /** The calls a second that may be made now. */
  get perSecond(): number {
    return this.#perSecond;
  }

  /** Waits for the next call's turn. */
  async turn(stop: AbortSignal): Promise<void> {
    const now = this.#clock.monotonic();
    const at = Math.max(this.#next, now);
    this.#next = at + 1_000 / this.#perSecond;
    if (at > now) await this.#clock.sleep(at - now, stop);
  }

  taken(): void {
    this.#perSecond = Math.min(this.#perSecond + this.#mostPerSecond * growth, this.#mostPerSecond);
  }

  throttled(): void {
    this.#perSecond = Math.max(this.#perSecond / 2, leastPerSecond);
    this.#next = this.#clock.monotonic() + 1_000 / this.#perSecond;
  }
}
