import { otpBudgetEvidence, otpBudgetRetryMs, otpBudgetWindowMs } from "../../domain/otp/otp-budget.js";
import type { PhoneNumber } from "../../domain/phone/phone-number.js";
import {
  callerRange,
  isKnownGood,
  isPumped,
  knownRangeMs,
  type PumpingGuard,
  type PumpingWatch,
  pumpingEvidence,
  pumpingWatches,
} from "../../domain/otp/pumping-guard.js";
import type { TraceEntry } from "../../domain/decision/trace.js";
import type { Hashes } from "../ports/hashes.js";
import type { Limits } from "../ports/limits.js";
import type { PumpingLedger, PumpingScope } from "../ports/pumping-ledger.js";

interface GuardNeeds {
  readonly hashes: Hashes;
  readonly limits: () => Pick<Limits, "otpPerHour">;
  readonly pumpingGuard: PumpingGuard;
  readonly pumpingLedger: PumpingLedger;
}

export type Admitted =
  /** The text is counted as sent. */
  | { readonly kind: "admitted" }
  | {
      readonly kind: "held";
      readonly why: "pumping" | "budget";
      readonly waitMs: number;
      readonly evidence: TraceEntry;
    };

/**
 * Thresholds on codes sent and codes entered, by range of numbers and by caller ("": unknown), and the hourly budget of
 * all codes. The budget binds allow-listed callers too.
 */
export interface GuardPumping {
  /** Counts one text, or refuses with the evidence. Rejects when the ledger does not answer. */
  admit(to: PhoneNumber, caller: string): Promise<Admitted>;
  /** Takes back one text that was admitted. */
  unsent(to: PhoneNumber, caller: string): Promise<void>;
  /** A code sent to `to` was entered. */
  verified(to: PhoneNumber, caller: string): void;
}

export const createGuardPumping = ({ hashes, limits, pumpingGuard, pumpingLedger }: GuardNeeds): GuardPumping => {
  const watchesOf = (to: PhoneNumber, caller: string) =>
    pumpingWatches(pumpingGuard, to, caller === "" ? undefined : caller);
  const scopeOf = ({ name, threshold: { windowMs } }: PumpingWatch): PumpingScope => ({
    key: hashes.keyed(`pumping\n${name}`),
    windowMs,
  });
  /** One scope for each watch, then the caller's history in this range. */
  const scopesOf = (watches: readonly PumpingWatch[], to: PhoneNumber, caller: string): readonly PumpingScope[] => {
    const range = watches.length === 0 ? undefined : callerRange(to, caller === "" ? undefined : caller);
    const own = range === undefined ? [] : [{ key: hashes.keyed(`pumping\n${range}`), windowMs: knownRangeMs }];
    return [...watches.map(scopeOf), ...own];
  };
  /** Counted without a budget too: one that is set later knows the hour before it. */
  const all: PumpingScope = { key: hashes.keyed("pumping\nall codes"), windowMs: otpBudgetWindowMs };

  return {
    admit: async (to, caller) => {
      const watches = watchesOf(to, caller);
      const scopes = scopesOf(watches, to, caller);
      const [total, ...counts] = await pumpingLedger.sent([all, ...scopes]);
      const known = counts[watches.length];
      for (const [at, watch] of watches.entries()) {
        if (!isPumped(watch.threshold, counts[at]!)) continue;
        if (watch.threshold.kind === "caller" && known !== undefined && isKnownGood(watch.threshold, known)) continue;
        await pumpingLedger.unsent([all, ...scopes]);
        const evidence = pumpingEvidence(watch, counts[at]!);
        return { kind: "held", why: "pumping", waitMs: watch.threshold.windowMs, evidence };
      }
      const { otpPerHour } = limits();
      if (otpPerHour !== undefined && total!.sent >= otpPerHour) {
        await pumpingLedger.unsent([all, ...scopes]);
        const evidence = otpBudgetEvidence(otpPerHour, total!.sent);
        return { kind: "held", why: "budget", waitMs: otpBudgetRetryMs, evidence };
      }
      return { kind: "admitted" };
    },
    unsent: (to, caller) => pumpingLedger.unsent([all, ...scopesOf(watchesOf(to, caller), to, caller)]),
    verified: (to, caller) => pumpingLedger.verified(scopesOf(watchesOf(to, caller), to, caller)),
  };
};
