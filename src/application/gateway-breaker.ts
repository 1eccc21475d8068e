import type { GatewayAnswer } from "./ports/sms-gateway.js";

export type BreakerCause = "misconfigured" | "throttled" | "unreachable";

/** So many answers of one kind in a row, over so many ms, are the service's trouble, not a message's. */
const patience: Readonly<Record<BreakerCause, { readonly answers: number; readonly ms: number }>> = {
  misconfigured: { answers: 1, ms: 0 },
  throttled: { answers: 20, ms: 2_000 },
  unreachable: { answers: 10, ms: 1_000 },
};
const firstProbeMs = 500;
const longestProbeMs = 10_000;

/**
 * Open while the gateway takes nothing from anybody. One message at a time is let through as a probe; the first answer of
 * another kind closes it. Time is the monotonic clock's, in ms.
 */
export class GatewayBreaker {
  readonly #changed: (cause: BreakerCause, open: boolean) => void;
  #cause: BreakerCause | undefined;
  #inARow: { readonly cause: BreakerCause; readonly since: number; count: number } | undefined;
  #probeMs = firstProbeMs;
  #nextProbe = 0;
  #waiting: (() => void)[] = [];
  #closed: () => void = () => undefined;

  constructor(changed: (cause: BreakerCause, open: boolean) => void) {
    this.#changed = changed;
  }

  /** Who is told each time that it closed. */
  whenClosed(told: () => void): void {
    this.#closed = told;
  }

  /** Why nothing is sent, while it is open. */
  get cause(): BreakerCause | undefined {
    return this.#cause;
  }

  /** 0: go. Otherwise ask again after so many ms, or as soon as `closed` resolves. */
  waitMs(now: number): number {
    if (this.#cause === undefined) return 0;
    if (now < this.#nextProbe) return this.#nextProbe - now;
    this.#nextProbe = now + this.#probeMs;
    return 0;
  }

  /** Resolves when it closes; at once where it is closed. */
  closed(): Promise<void> {
    if (this.#cause === undefined) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  heard(answer: GatewayAnswer, now: number): void {
    const cause =
      answer.kind === "misconfigured" ? "misconfigured" : answer.kind === "not-accepted" ? answer.cause : undefined;
    if (cause === undefined || cause === "aborted") {
      this.#inARow = undefined;
      if (cause === undefined) this.#close();
      return;
    }
    if (this.#inARow?.cause === cause) this.#inARow.count += 1;
    else this.#inARow = { cause, since: now, count: 1 };
    const { answers, ms } = patience[cause];
    if (this.#cause !== undefined) {
      this.#probeMs = Math.min(this.#probeMs * 2, longestProbeMs);
      if (this.#cause !== cause) this.#change(cause);
    } else if (this.#inARow.count < answers || now - this.#inARow.since < ms) return;
    else this.#change(cause);
    this.#nextProbe = now + this.#probeMs;
  }

  #change(cause: BreakerCause): void {
    if (this.#cause !== undefined) this.#changed(this.#cause, false);
    this.#cause = cause;
    this.#changed(cause, true);
  }

  #close(): void {
    if (this.#cause === undefined) return;
    this.#changed(this.#cause, false);
    this.#cause = undefined;
    this.#probeMs = firstProbeMs;
    for (const wake of this.#waiting.splice(0)) wake();
    this.#closed();
  }
}
