import type { FailureReason } from "./failure-reason.js";
import type { Refusal } from "./refusal.js";
import type { SendPlan } from "./send-plan.js";
import type { TraceEntry } from "./trace.js";

type Draft = { -readonly [Field in keyof SendPlan]?: SendPlan[Field] };

/** A decision in the making: what is known of the text so far, every verdict in order, and the first refusal. */
export interface Judgement {
  readonly plan: Draft;
  readonly trace: TraceEntry[];
  refusal: Refusal | undefined;
}

/** Writes a refusing verdict; the first one is the reason. */
export const refuse = (judgement: Judgement, rule: string, observed: string, reason: FailureReason, detail: string) => {
  judgement.trace.push({ rule, verdict: "refuse", observed, consequence: detail });
  judgement.refusal ??= { reason, detail };
};

/** Writes any other verdict. */
export const note = (
  judgement: Judgement,
  verdict: "pass" | "warning" | "defer",
  rule: string,
  observed: string,
  consequence: string,
) => {
  judgement.trace.push({ rule, verdict, observed, consequence });
};
