import { backoff } from "../../domain/backoff.js";
import type { MessageClass } from "../../domain/message-class.js";
import type { GatewayAnswer } from "../ports/sms-gateway.js";

export type BreakerCause = "misconfigured" | "throttled" | "unreachable" | "ambiguous" | "account-blocked";

/** Answers of one kind, that many in a row over that many ms, are the service's trouble, not a message's. */
const patience: Readonly<
  Record<Exclude<BreakerCause, "ambiguous" | "account-blocked">, { readonly answers: number; readonly ms: number }>
> = {
  misconfigured: { answers: 1, ms: 0 },
  throttled: { answers: 20, ms: 2_000 },
  unreachable: { answers: 10, ms: 1_000 },
};
/**
 * Answers that leave a text in doubt, this many in a row within this many ms: the next ones would be in doubt as
 * well.
 */
const mostDoubts = { answers: 5, ms: 2_000 };
const probeMs = backoff(500, 10_000);
/** No call takes this long: the probe never reached the gateway, so another may be let through. */
const lostProbeMs = 10_000;
/** Whoever waits looks again this often: its recipient may have opted out meanwhile. */
const mostWaitMs = 10_000;
/** Within this time a receipt tells that a text was dropped; the provider's answer does not. */
const receiptMs = 120_000;

const causeOf = (answer: GatewayAnswer) =>
  answer.kind === "misconfigured" ? "misconfigured" : answer.kind === "not-accepted" ? answer.cause : undefined;

/**
 * Open while the gateway takes nothing from anybody. One message at a time is let through as a probe; the first text that
 * is taken, or refused for its own sake, closes it. Time is the monotonic clock's, in ms.
 */
export class GatewayBreaker {
  readonly #changed: (cause: BreakerCause, open: boolean) => void;
  #cause: BreakerCause | undefined;
  #inARow: { readonly cause: BreakerCause; readonly since: number; count: number } | undefined;
  /** When each of the last ambiguous answers in a row came. */
  #doubts: readonly number[] = [];
  #failedProbes = 0;
  #nextProbe = 0;
  /** A probe was taken, and no receipt has told yet whether it was dropped. */
  #probeWasTaken = false;
  readonly #waiting = new Set<() => void>();
  #closed: () => void = () => undefined;

  constructor(changed: (cause: BreakerCause, open: boolean) => void) {
    this.#changed = changed;
  }

  /** Calls `told` each time the breaker closes. */
  whenClosed(told: () => void): void {
    this.#closed = told;
  }

  /** The reason why nothing is sent, while it is open. */
  get cause(): BreakerCause | undefined {
    return this.#cause;
  }

  /**
   * 0: go. Otherwise ask again after this many ms, or as soon as `closed` resolves. A gateway that throttles still
   * takes some texts, so codes go on.
   */
  waitMs(now: number, of?: MessageClass): number {
    if (this.#cause === undefined || (this.#cause === "throttled" && of === "otp")) return 0;
    if (now < this.#nextProbe) return Math.min(this.#nextProbe - now, mostWaitMs);
    if (this.#cause === "account-blocked" && this.#probeWasTaken) {
      this.#close();
      return 0;
    }
    this.#nextProbe = now + lostProbeMs;
    return 0;
  }

  /** Resolves when it closes, or `signal` aborts; at once where it is closed. */
  closed(signal: AbortSignal): Promise<void> {
    if (this.#cause === undefined || signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const end = (): void => {
        this.#waiting.delete(end);
        resolve();
      };
      this.#waiting.add(end);
      signal.addEventListener("abort", end, { once: true });
    });
  }

  /**
   * The provider takes texts and drops them, as receipts say, so its answers prove nothing: nothing goes for `ms`, then a
   * probe. Unless this is said again of it within two minutes, the breaker closes.
   */
  dropped(ms: number, now: number): void {
    if (this.#cause !== "account-blocked") this.#change("account-blocked");
    this.#probeWasTaken = false;
    this.#nextProbe = now + ms;
  }

  /**
   * Hears the answer of a call. While it is open only a probe's failure is news: the calls that were under way when it
   * opened fail for the same reason. `isSlowed`: the answer's message type goes at a lower rate for it, so it says nothing
   * against the gateway, nor for it.
   */
  heard(answer: GatewayAnswer, now: number, isProbe: boolean, isSlowed = false): void {
    if (this.#cause === "account-blocked") {
      if (isProbe) this.#probeAnswered(answer, now);
      return;
    }
    const cause = causeOf(answer);
    const isFailure = answer.kind === "ambiguous" || cause !== undefined;
    if (this.#cause !== undefined && isFailure && !isProbe) return;
    if (answer.kind === "ambiguous") {
      this.#doubted(now);
      return;
    }
    if (cause === undefined) {
      this.#inARow = undefined;
      this.#doubts = [];
      this.#close();
      return;
    }
    // From here on the gateway took nothing, which ends no row of doubts: one that fails in both ways would never be left alone.
    if (cause === "aborted" || isSlowed) {
      this.#inARow = undefined;
      this.#probeLater(now);
      return;
    }
    if (this.#inARow?.cause === cause) this.#inARow.count += 1;
    else this.#inARow = { cause, since: now, count: 1 };
    const { answers, ms } = patience[cause];
    if (this.#cause !== undefined) {
      this.#probeLater(now);
      if (this.#cause !== cause) this.#change(cause);
    } else if (this.#inARow.count >= answers && now - this.#inARow.since >= ms) {
      this.#change(cause);
      this.#nextProbe = now + probeMs(0);
    }
  }

  /** An ambiguous answer is no sign of recovery: an open breaker stays open. */
  #doubted(now: number): void {
    this.#inARow = undefined;
    if (this.#cause !== undefined) {
      this.#probeLater(now);
      return;
    }
    this.#doubts = [...this.#doubts.filter((at) => now - at <= mostDoubts.ms), now];
    if (this.#doubts.length < mostDoubts.answers) return;
    this.#doubts = [];
    this.#change("ambiguous");
    this.#nextProbe = now + probeMs(0);
  }

  #probeAnswered(answer: GatewayAnswer, now: number): void {
    this.#probeWasTaken = answer.kind === "accepted";
    if (this.#probeWasTaken) this.#nextProbe = now + receiptMs;
    else this.#probeLater(now);
  }

  #probeLater(now: number): void {
    if (this.#cause === undefined) return;
    this.#failedProbes += 1;
    this.#nextProbe = now + probeMs(this.#failedProbes);
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
    this.#probeWasTaken = false;
    this.#failedProbes = 0;
    for (const wake of [...this.#waiting]) wake();
    this.#closed();
  }
}
