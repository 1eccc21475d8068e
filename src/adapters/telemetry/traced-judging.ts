import type { JudgeMessage } from "../../application/delivery/judge-message.js";
import { failSpan, inSpan } from "./in-span.js";
import { traceNames } from "./trace-names.js";
import { whereTraced } from "./where-traced.js";

/** One span for each decision: an event for each check, without what it observed, which may be a person's. */
export const tracedJudging = (judgeMessage: JudgeMessage): JudgeMessage =>
  whereTraced(judgeMessage, (...asked) =>
    inSpan("judge", {}, async (span) => {
      const judged = await judgeMessage(...asked);
      if (!span.isRecording()) return judged;
      const { decision } = judged;
      for (const { rule, verdict } of decision.trace) span.addEvent(rule, { [traceNames.verdict]: verdict });
      span.setAttribute(traceNames.decision, decision.kind);
      if (decision.plan.class !== undefined) span.setAttribute(traceNames.class, decision.plan.class);
      if (decision.kind === "refuse") failSpan(span, decision.refusal.reason);
      return judged;
    }),
  );
