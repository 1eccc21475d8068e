import type { MessageClass } from "../../domain/message-class.js";
import { lanes } from "../../domain/message-class.js";
import type { Clock } from "../ports/clock.js";
import type { Throttle } from "../ports/throttle.js";

interface Waiter {
  readonly parts: number;
  /** Ends the wait: true, its parts may be sent. */
  readonly end: (go: boolean) => void;
}

const longestSleepMs = 1_000;
const awaySleepMs = 500;

/**
 * Texts queue here for the account's rate, in order within a lane; only the head of each lane asks the shared throttle, so
 * that a backlog costs no more questions than it sends texts.
 */
export class RateQueue {
  readonly #clock: Clock;
  readonly #throttle: Throttle;
  readonly #waiting: Readonly<Record<MessageClass, Set<Waiter>>> = {
    otp: new Set(),
    transactional: new Set(),
    promotional: new Set(),
  };
  readonly #asking = new Set<MessageClass>();

  constructor({ clock, throttle }: { clock: Clock; throttle: Throttle }) {
    this.#clock = clock;
    this.#throttle = throttle;
  }

  /** Texts that wait for their turn. */
  get size(): number {
    return lanes.reduce((sum, lane) => sum + this.#waiting[lane].size, 0);
  }

  /** True when `parts` may be sent now; false when `longestMs` passed or `stop` aborted first. */
  async admit(lane: MessageClass, parts: number, longestMs: number, stop: AbortSignal): Promise<boolean> {
    const queue = this.#waiting[lane];
    if (queue.size === 0 && !this.#asking.has(lane) && (await this.#take(lane, parts)) === 0) return true;
    const over = new AbortController();
    const turn = new Promise<boolean>((resolve) => {
      const waiter: Waiter = {
        parts,
        end: (go) => {
          queue.delete(waiter);
          resolve(go);
        },
      };
      queue.add(waiter);
      void this.#clock.sleep(longestMs, stop, over.signal).then(() => waiter.end(false));
    });
    void this.#ask(lane);
    const go = await turn;
    over.abort();
    return go;
  }

  /** A store that does not answer holds everybody back. */
  #take(lane: MessageClass, parts: number): Promise<number> {
    return this.#throttle.take(lane, parts).catch(() => awaySleepMs);
  }

  async #ask(lane: MessageClass): Promise<void> {
    if (this.#asking.has(lane)) return;
    this.#asking.add(lane);
    const queue = this.#waiting[lane];
    for (let [head] = queue; head !== undefined; [head] = queue) {
      const ms = await this.#take(lane, head.parts);
      if (ms === 0) head.end(true);
      else await this.#clock.sleep(Math.min(ms, longestSleepMs));
    }
    this.#asking.delete(lane);
  }
}
