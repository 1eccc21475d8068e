import { masked } from "../../domain/phone/phone-number.js";
import type { SendPlan } from "../../domain/decision/send-plan.js";
import type { TraceEntry } from "../../domain/decision/trace.js";
import { type Message, messageToBody } from "../message/message.js";
import type { Clock } from "../ports/clock.js";
import type { Journal } from "../ports/journal.js";
import { type RetryStep, Stopped } from "./retry-step.js";

interface HoldNeeds {
  readonly clock: Clock;
  readonly journal: Pick<Journal, "park">;
  readonly retryStep: RetryStep;
}

/** The reason a claimed message waits, and its length. */
export interface Wait {
  /** Epoch ms. */
  readonly until: number;
  readonly token: number;
  readonly plan: SendPlan;
  readonly trace: readonly TraceEntry[];
}

/**
 * Waits in process for a short while, longer in the schedule. "over": the wait ended, or another run owns the
 * message: claim again.
 */
export type HoldMessage = (message: Message, wait: Wait, stop: AbortSignal) => Promise<"parked" | "over">;

/** Longer waits leave the partition for the schedule. */
const parkBeyondMs = 5_000;

export const createHoldMessage =
  ({ clock, journal, retryStep }: HoldNeeds): HoldMessage =>
  async (message, { until, token, plan, trace }, stop) => {
    const ms = until - clock.now().getTime();
    if (ms > parkBeyondMs) {
      const note = { class: plan.class, to: masked(plan.to), trace };
      const parked = await retryStep("park", stop, () =>
        journal.park(message.id, token, new Date(until), messageToBody(message), note),
      );
      if (parked === "parked") return "parked";
      if (parked === "stale") return "over";
    }
    if (!stop.aborted) await clock.sleep(Math.min(Math.max(ms, 1), parkBeyondMs), stop);
    if (stop.aborted) throw new Stopped("The service stops");
    return "over";
  };
