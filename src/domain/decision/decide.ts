import { checkContent } from "./checks/content-check.js";
import { checkDestination } from "./checks/destination-check.js";
import { checkEncoding } from "./checks/encoding-check.js";
import { checkFrequency } from "./checks/frequency-check.js";
import { checkNumber } from "./checks/number-check.js";
import { checkOptOut } from "./checks/opt-out-check.js";
import { checkPrice } from "./checks/price-check.js";
import { checkPromotion } from "./checks/promotion-check.js";
import { checkReach } from "./checks/reach-check.js";
import { checkSender } from "./checks/sender-check.js";
import { checkSpend } from "./checks/spend-check.js";
import { checkTemplateRules } from "./checks/template-rules-check.js";
import { checkTiming } from "./checks/timing-check.js";
import type { Decision } from "./decision.js";
import type { DeploymentFacts } from "./deployment-facts.js";
import { type Draft, keep, newDraft } from "./draft.js";
import { partialPlan, wholePlan } from "./plan-of.js";
import type { RecipientFacts } from "./recipient-facts.js";
import type { SendRequest } from "./send-request.js";

/**
 * Decides a request at an instant: runs every check that can be made, in order, and notes each verdict in the trace;
 * the first refusal is the reason. Sends nothing, asks nobody, and gives the same for the same arguments.
 */
export const decide = (
  request: SendRequest,
  facts: DeploymentFacts,
  recipient: RecipientFacts,
  now: Date,
): Decision => {
  const draft: Draft = newDraft(request, facts, recipient, now.getTime());
  keep.number(draft, checkNumber(draft));
  keep.content(draft, checkContent(draft));
  keep.encoding(draft, checkEncoding(draft));
  keep.price(draft, checkPrice(draft));
  keep.destination(draft, checkDestination(draft));
  keep.sender(draft, checkSender(draft));
  keep.templateRules(draft, checkTemplateRules(draft));
  keep.promotion(draft, checkPromotion(draft));
  keep.optOut(draft, checkOptOut(draft));
  keep.reach(draft, checkReach(draft));
  keep.timing(draft, checkTiming(draft));
  keep.frequency(draft, checkFrequency(draft));
  keep.spend(draft, checkSpend(draft));
  const { refusal, trace } = draft;
  if (refusal !== undefined) return { kind: "refuse", refusal, plan: partialPlan(draft), trace };
  const { until } = draft.timing;
  const plan = wholePlan(draft);
  return until > draft.now ? { kind: "defer", until: new Date(until), plan, trace } : { kind: "send", plan, trace };
};
