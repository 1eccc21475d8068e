import type { MessageClass } from "../../domain/message-class.js";
import { lanes } from "../../domain/message-class.js";

type Waiter = () => void;

/**
 * Places that are held for a while, such as those of `SMS_MAX_IN_FLIGHT`. A few are otp's alone, and a freed one goes to
 * the first lane that may have it, in the order of precedence.
 */
export class Slots {
  readonly #total: () => number;
  readonly #waiting: Readonly<Record<MessageClass, Waiter[]>> = { otp: [], transactional: [], promotional: [] };
  readonly #reserved: number;
  #used = 0;

  /** `total`: how many there are; where it is asked for anew each time, never fewer than `reservedForOtp` and one. */
  constructor(total: number | (() => number), reservedForOtp = 8) {
    this.#total = typeof total === "number" ? () => total : total;
    this.#reserved = Math.min(reservedForOtp, this.total - 1);
  }

  get total(): number {
    return this.#total();
  }

  get used(): number {
    return this.#used;
  }

  /** True where a slot is there at once. */
  isFree(lane: MessageClass): boolean {
    return this.#used < (lane === "otp" ? this.total : this.total - this.#reserved);
  }

  /** Resolves with the function that gives the slot back; calling it twice changes nothing. */
  async take(lane: MessageClass): Promise<() => void> {
    if (this.#waiting[lane].length > 0 || !this.isFree(lane))
      await new Promise<void>((resolve) => this.#waiting[lane].push(resolve));
    else this.#used += 1;
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      this.#used -= 1;
      this.#wake();
    };
  }

  #wake(): void {
    for (const lane of lanes)
      while (this.isFree(lane)) {
        const next = this.#waiting[lane].shift();
        if (next === undefined) break;
        this.#used += 1;
        next();
      }
  }
}
