import { checkContent } from "./checks/content-check.js";
import type { Decision } from "./decision.js";
import { checkDestination } from "./checks/destination-check.js";
import { checkEncoding } from "./checks/encoding-check.js";
import type { Facts, Forecast } from "./facts.js";
import { instantText, isInstant } from "../instant-text.js";
import { type Judgement, newJudgement, note, refuse } from "./judgement.js";
import { checkNumber } from "./checks/number-check.js";
import { checkPrice } from "./checks/price-check.js";
import { checkPromotion } from "./checks/promotion-check.js";
import type { Refusal } from "./refusal.js";
import { refusalTexts } from "./refusal-texts.js";
import type { SendPlan } from "./send-plan.js";
import type { SendRequest } from "./send-request.js";
import { checkSender } from "./checks/sender-check.js";
import { checkTemplateRules } from "./checks/template-rules-check.js";
import { checkTiming } from "./checks/timing-check.js";

const checkOptOut = (judgement: Judgement): void => {
  const { facts, shown } = judgement;
  const since = facts.optedOutSince;
  if (since === undefined) {
    note(judgement, "pass", "opt-out", "no opt-out", "the recipient takes texts");
    return;
  }
  const day = isInstant(since.getTime()) ? instantText(since.getTime()).slice(0, 10) : "an unknown day";
  refuse(judgement, "opt-out", `since ${day}`, refusalTexts.optedOut(shown, day));
};

const checkForecast = (
  judgement: Judgement,
  rule: string,
  forecast: Forecast | undefined,
  refusal: (said: string) => Refusal,
): void => {
  if (forecast === undefined) return;
  const { allows, observed, consequence } = forecast;
  if (allows) note(judgement, "pass", rule, observed, consequence);
  else refuse(judgement, rule, observed, refusal(consequence));
};

/**
 * What becomes of a request at an instant: every check that can be made, in DESIGN's order, each with its verdict in the
 * trace; the first refusal is the reason. Sends nothing, asks nobody, and gives the same for the same arguments.
 */
export const decide = (request: SendRequest, facts: Facts, now: Date): Decision => {
  const judgement = newJudgement(request, facts, now.getTime());
  const { plan, trace } = judgement;
  checkNumber(judgement);
  const content = checkContent(judgement);
  if (content !== undefined) checkEncoding(judgement, content);
  checkPrice(judgement);
  checkDestination(judgement);
  checkSender(judgement);
  checkTemplateRules(judgement);
  checkPromotion(judgement);
  checkOptOut(judgement);
  const until = checkTiming(judgement);
  checkForecast(judgement, "frequency", facts.frequency, (said) => refusalTexts.frequency(judgement.shown, said));
  checkForecast(judgement, "spend", facts.spend, refusalTexts.spend);
  if (judgement.refusal !== undefined) return { kind: "refuse", refusal: judgement.refusal, plan, trace };
  // Without a refusal every check has filled its fields.
  const whole = plan as SendPlan;
  return until > judgement.now
    ? { kind: "defer", until: new Date(until), plan: whole, trace }
    : { kind: "send", plan: whole, trace };
};
