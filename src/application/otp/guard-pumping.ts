import type { PhoneNumber } from "../../domain/phone/phone-number.js";
import {
  callerRange,
  isKnownGood,
  isPumped,
  knownRangeMs,
  type PumpingGuard,
  type PumpingThreshold,
  type PumpingWatch,
  pumpingEvidence,
  pumpingWatches,
} from "../../domain/otp/pumping-guard.js";
import type { TraceEntry } from "../../domain/decision/trace.js";
import type { Hashes } from "../ports/hashes.js";
import type { PumpingLedger, PumpingScope } from "../ports/pumping-ledger.js";

interface GuardNeeds {
  readonly hashes: Hashes;
  readonly pumpingGuard: PumpingGuard;
  readonly pumpingLedger: PumpingLedger;
}

export type Admitted =
  /** The text is counted as sent. */
  | { readonly kind: "admitted" }
  | { readonly kind: "pumped"; readonly threshold: PumpingThreshold; readonly evidence: TraceEntry };

/**
 * Fixed thresholds on texts sent and codes entered, per range and caller (`caller`: the asker; "" where nobody
 * knows).
 */
export interface GuardPumping {
  /** Counts one text, or refuses with the evidence. Rejects when the ledger does not answer. */
  admit(to: PhoneNumber, caller: string): Promise<Admitted>;
  /** Takes back one text that was admitted. */
  unsent(to: PhoneNumber, caller: string): Promise<void>;
  /** A code sent to `to` was entered. */
  verified(to: PhoneNumber, caller: string): void;
}

export const createGuardPumping = ({ hashes, pumpingGuard, pumpingLedger }: GuardNeeds): GuardPumping => {
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
  return {
    admit: async (to, caller) => {
      const watches = watchesOf(to, caller);
      const scopes = scopesOf(watches, to, caller);
      const counts = scopes.length === 0 ? [] : await pumpingLedger.sent(scopes);
      const known = counts[watches.length];
      for (const [at, watch] of watches.entries()) {
        if (!isPumped(watch.threshold, counts[at]!)) continue;
        if (watch.threshold.kind === "caller" && known !== undefined && isKnownGood(watch.threshold, known)) continue;
        await pumpingLedger.unsent(scopes);
        return { kind: "pumped", threshold: watch.threshold, evidence: pumpingEvidence(watch, counts[at]!) };
      }
      return { kind: "admitted" };
    },
    unsent: async (to, caller) => {
      const scopes = scopesOf(watchesOf(to, caller), to, caller);
      if (scopes.length > 0) await pumpingLedger.unsent(scopes);
    },
    verified: (to, caller) => pumpingLedger.verified(scopesOf(watchesOf(to, caller), to, caller)),
  };
};
