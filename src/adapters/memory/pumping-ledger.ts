import type { Clock } from "../../application/ports/clock.js";
import type { PumpingLedger, PumpingScope } from "../../application/ports/pumping-ledger.js";
import type { PumpingCounts } from "../../domain/otp/pumping-guard.js";

const steps = 60;
/** Sweeps idle scopes once this many are kept, and again whenever they have doubled. */
const sweepFrom = 4_096;

type Tally = { sent: number; verified: number };

/** In this process only. */
export const createMemoryPumpingLedger = ({ clock }: { readonly clock: Pick<Clock, "now"> }): PumpingLedger => {
  const scopes = new Map<string, { readonly windowMs: number; readonly tallies: Map<number, Tally> }>();
  let sweepAt = sweepFrom;

  const stepOf = ({ windowMs }: PumpingScope): number => Math.floor(clock.now().getTime() / (windowMs / steps));

  const drop = (tallies: Map<number, Tally>, upTo: number): void => {
    for (const step of tallies.keys()) if (step <= upTo) tallies.delete(step);
  };

  const sweep = (): void => {
    for (const [key, { windowMs, tallies }] of scopes) {
      drop(tallies, stepOf({ key, windowMs }) - steps);
      if (tallies.size === 0) scopes.delete(key);
    }
    sweepAt = Math.max(sweepFrom, scopes.size * 2);
  };

  /** The scope's steps, without those that have left the window. */
  const recent = (scope: PumpingScope): Map<number, Tally> => {
    const { tallies } = scopes.get(scope.key) ?? { tallies: new Map<number, Tally>() };
    drop(tallies, stepOf(scope) - steps);
    scopes.set(scope.key, { windowMs: scope.windowMs, tallies });
    if (scopes.size >= sweepAt) sweep();
    return tallies;
  };

  const add = (scope: PumpingScope, what: keyof Tally, change: number): PumpingCounts => {
    const tallies = recent(scope);
    let sent = 0;
    let verified = 0;
    for (const tally of tallies.values()) {
      sent += tally.sent;
      verified += tally.verified;
    }
    const counted = [...tallies].flatMap(([at, tally]) => (tally[what] > 0 ? [at] : []));
    if (change < 0 && counted.length === 0) return { sent, verified };
    const step = change > 0 ? stepOf(scope) : Math.min(...counted);
    const tally = tallies.get(step) ?? { sent: 0, verified: 0 };
    tallies.set(step, { ...tally, [what]: tally[what] + change });
    return { sent, verified };
  };

  return {
    sent: async (watched) => watched.map((scope) => add(scope, "sent", 1)),
    unsent: async (watched) => {
      for (const scope of watched) add(scope, "sent", -1);
    },
    verified: (watched) => {
      for (const scope of watched) add(scope, "verified", 1);
    },
    close: async () => undefined,
  };
};
