import type { GatewayAnswer } from "./ports/sms-gateway.js";

type Cause = "misconfigured" | "throttled" | "unreachable";

/** This many answers of one kind in a row are the service's trouble, not a message's. */
const patience: Readonly<Record<Cause, number>> = { misconfigured: 1, throttled: 200, unreachable: 50 };
const firstProbeMs = 1_000;
const longestProbeMs = 30_000;

/**
 * Open while the gateway takes nothing from anybody. One message at a time is let through as a probe; the first answer of
 * another kind closes it.
 */
export class GatewayBreaker {
  readonly #changed: (cause: Cause, open: boolean) => void;
  #cause: Cause | undefined;
  #inARow: { cause: Cause; count: number } | undefined;
  #probeMs = firstProbeMs;
  #nextProbe = 0;

  constructor(changed: (cause: Cause, open: boolean) => void) {
    this.#changed = changed;
  }

  /** Why nothing is sent, while it is open. */
  get cause(): Cause | undefined {
    return this.#cause;
  }

  /** 0: go. Otherwise ask again after so many ms. */
  waitMs(now: number): number {
    if (this.#cause === undefined) return 0;
    if (now >= this.#nextProbe) {
      this.#nextProbe = now + this.#probeMs;
      return 0;
    }
    return Math.min(this.#nextProbe - now, longestProbeMs);
  }

  heard(answer: GatewayAnswer, now: number): void {
    const cause =
      answer.kind === "misconfigured" ? "misconfigured" : answer.kind === "not-accepted" ? answer.cause : undefined;
    if (cause === undefined || cause === "aborted") {
      this.#inARow = undefined;
      this.#close();
      return;
    }
    this.#inARow = { cause, count: this.#inARow?.cause === cause ? this.#inARow.count + 1 : 1 };
    if (this.#cause !== undefined) this.#probeMs = Math.min(this.#probeMs * 2, longestProbeMs);
    else if (this.#inARow.count >= patience[cause]) {
      this.#cause = cause;
      this.#changed(cause, true);
    } else return;
    this.#nextProbe = now + this.#probeMs;
  }

  #close(): void {
    if (this.#cause === undefined) return;
    this.#changed(this.#cause, false);
    this.#cause = undefined;
    this.#probeMs = firstProbeMs;
  }
}
