import type { Decision } from "../../domain/decision/decision.js";
import type { FailureReason } from "../../domain/decision/failure-reason.js";
import type { Money } from "../../domain/decision/send-plan.js";
import type { Offender } from "../../domain/text/offenders.js";
import { segmentsOf } from "../../domain/text/segments.js";
import type { Edit, Encoding } from "../../domain/text/text.js";
import type { TraceEntry } from "../../domain/decision/trace.js";

/** The answer of `POST /v1/messages/preview` and of `sms preview`. */
export interface Preview {
  readonly decision: Decision["kind"];
  /** null, as the fields below, where it could not be computed. */
  readonly text: string | null;
  readonly encoding: Encoding | null;
  readonly segments: number | null;
  /** The parts of the text. */
  readonly parts: readonly string[];
  /** The characters that GSM-7 lacks. */
  readonly offenders: readonly Offender[];
  readonly edits: readonly Edit[];
  readonly estimatedCost: Money | null;
  /** RFC 3339, of a deferral. */
  readonly until?: string;
  readonly reason?: FailureReason;
  readonly detail?: string;
  readonly trace: readonly TraceEntry[];
}

/** A decision as others see it before anything is sent; computed fields are given whatever the verdict. */
export const previewMessage = (decision: Decision): Preview => {
  const { kind, plan, trace } = decision;
  const { text = null, encoding = null, segments = null, parts = [], edits = [], estimatedCost = null } = plan;
  return {
    decision: kind,
    ...{ text, encoding, segments, parts, edits, estimatedCost },
    offenders: text === null || encoding === "GSM-7" ? [] : segmentsOf(text).offenders,
    ...(kind === "defer" ? { until: decision.until.toISOString() } : {}),
    ...(kind === "refuse" ? { reason: decision.refusal.reason, detail: decision.refusal.detail } : {}),
    trace,
  };
};
