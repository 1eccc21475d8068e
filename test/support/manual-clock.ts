import { setMaxListeners } from "node:events";
import { setImmediate as turn } from "node:timers/promises";
import type { Clock } from "../../src/application/ports/clock.js";

interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
}

/** Turns of the event loop after which everything that waits for nothing but promises has gone on. */
const turns = 4;

/** Lets what can go on without time passing go on. */
export const settled = async (): Promise<void> => {
  for (let left = turns; left > 0; left -= 1) await turn();
};

/** A clock that a test moves by hand: nobody sleeps for real, and sleepers wake in order, each at its own instant. */
export class ManualClock implements Clock {
  readonly #start: number;
  readonly #sleepers = new Set<Sleeper>();
  #elapsed = 0;

  constructor(start = new Date("2026-11-22T10:00:00Z")) {
    this.#start = start.getTime();
  }

  now(): Date {
    return new Date(this.#start + this.#elapsed);
  }

  monotonic(): number {
    return this.#elapsed;
  }

  sleep(ms: number, ...signals: readonly AbortSignal[]): Promise<void> {
    return new Promise((resolve) => {
      if (signals.some(({ aborted }) => aborted)) {
        resolve();
        return;
      }
      const wake = (): void => {
        this.#sleepers.delete(sleeper);
        for (const signal of signals) signal.removeEventListener("abort", wake);
        resolve();
      };
      const sleeper: Sleeper = { at: this.#elapsed + Math.max(ms, 0), wake };
      this.#sleepers.add(sleeper);
      for (const signal of signals) {
        setMaxListeners(0, signal);
        signal.addEventListener("abort", wake, { once: true });
      }
    });
  }

  /** How many sleep. */
  get sleeping(): number {
    return this.#sleepers.size;
  }

  /** Moves time on; whoever wakes on the way goes on before it moves further. */
  async advance(ms: number): Promise<void> {
    await settled();
    const target = this.#elapsed + ms;
    for (let next = this.#next(target); next !== undefined; next = this.#next(target)) {
      this.#elapsed = Math.max(this.#elapsed, next.at);
      next.wake();
      await settled();
    }
    this.#elapsed = target;
    await settled();
  }

  /** Moves time from sleeper to sleeper until the promise ends, and gives its end; throws where it would take longer than `ms`. */
  async until<Result>(promise: Promise<Result>, ms = 3_600_000): Promise<Result> {
    let ended = false;
    const end = () => {
      ended = true;
    };
    promise.then(end, end);
    const target = this.#elapsed + ms;
    for (let idle = 0; !ended; ) {
      await settled();
      const next = ended ? undefined : this.#next(target);
      if (next !== undefined) {
        idle = 0;
        this.#elapsed = Math.max(this.#elapsed, next.at);
        next.wake();
      } else if (!ended && ++idle > 50) throw new Error(`It does not end within ${ms} ms`);
    }
    return promise;
  }

  #next(target: number): Sleeper | undefined {
    let next: Sleeper | undefined;
    for (const sleeper of this.#sleepers)
      if (sleeper.at <= target && sleeper.at < (next?.at ?? Infinity)) next = sleeper;
    return next;
  }
}
