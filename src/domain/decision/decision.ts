import type { Refusal } from "./refusal.js";
import type { PartialPlan, SendPlan } from "./send-plan.js";
import type { TraceEntry } from "./trace.js";

/** The answer of `decide`; the trace holds every check's verdict in order, and the first refusal is the reason. */
export type Decision =
  | { readonly kind: "send"; readonly plan: SendPlan; readonly trace: readonly TraceEntry[] }
  | { readonly kind: "defer"; readonly until: Date; readonly plan: SendPlan; readonly trace: readonly TraceEntry[] }
  | {
      readonly kind: "refuse";
      readonly refusal: Refusal;
      /** The parts of a plan that could still be computed: text, encoding and parts of a text to a bad number, say. */
      readonly plan: PartialPlan;
      readonly trace: readonly TraceEntry[];
    };
