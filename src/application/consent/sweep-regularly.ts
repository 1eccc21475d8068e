import { errorName } from "../../domain/error-name.js";
import type { Clock } from "../ports/clock.js";
import type { Log } from "../ports/log.js";
import type { SweepStore } from "../ports/sweep-store.js";
import type { SweepOptOuts } from "./sweep-opt-outs.js";

interface RegularNeeds {
  readonly clock: Clock;
  /** Between the ends of two sweeps; 0: never. */
  readonly everyMs: number;
  readonly log: Log;
  readonly sweepOptOuts: SweepOptOuts;
  readonly sweepStore: SweepStore;
}

/** Sweeps AWS's list whenever it is due, by whichever worker comes first, until `stop` aborts. Never rejects. */
export type SweepRegularly = (stop: AbortSignal) => Promise<void>;

const lookEveryMs = 60_000;

export const createSweepRegularly =
  ({ clock, everyMs, log, sweepOptOuts, sweepStore }: RegularNeeds): SweepRegularly =>
  async (stop) => {
    while (everyMs > 0 && !stop.aborted) {
      try {
        const { completedAt } = await sweepStore.read();
        if (completedAt === undefined || clock.now().getTime() - completedAt >= everyMs) {
          const swept = await sweepOptOuts(stop);
          if (swept.kind === "complete") log.info(swept, "AWS's opt-out list was read");
        }
      } catch (error) {
        const cause = errorName(error);
        log.warn({ cause }, "AWS's opt-out list could not be read; it goes on where it stands");
      }
      await clock.sleep(Math.min(everyMs, lookEveryMs), stop);
    }
  };
