import type { Clock } from "../../application/ports/clock.js";
import { noSweep, type SweepState, type SweepStore } from "../../application/ports/sweep-store.js";

/** In this process only. */
export const createMemorySweepStore = ({ clock }: { readonly clock: Pick<Clock, "monotonic"> }): SweepStore => {
  let state: SweepState = noSweep;
  let lease: { readonly holder: string; readonly until: number } | undefined;
  return {
    hold: async (holder, leaseMs) => {
      if (lease !== undefined && lease.holder !== holder && clock.monotonic() < lease.until) return undefined;
      lease = { holder, until: clock.monotonic() + leaseMs };
      return state;
    },
    save: async (holder, next) => {
      if (lease?.holder !== holder) return false;
      state = next;
      if (!next.running) lease = undefined;
      return true;
    },
    read: async () => state,
  };
};
