import { decide } from "../../src/domain/decision/decide.js";
import type { Decision } from "../../src/domain/decision/decision.js";
import type { RecipientFacts } from "../../src/domain/decision/recipient-facts.js";
import type { DeploymentFacts } from "../../src/domain/decision/deployment-facts.js";
import type { SendRequest } from "../../src/domain/decision/send-request.js";
import { parsePhoneNumber } from "../../src/domain/phone/phone-number.js";
import { someFacts } from "./some-facts.js";

/** A Tuesday, 11:30 in India. */
export const noon = new Date("2026-11-24T06:00:00Z");

export const text = (of: string) => ({ kind: "text", text: of }) as const;
export const template = (name: string, variables: Readonly<Record<string, unknown>> = {}) =>
  ({ kind: "template", template: name, variables }) as const;

/** A decision about a short text to an Indian mobile number at `noon`, but for what is given. */
export const decided = (
  request: Partial<SendRequest> = {},
  given: Partial<DeploymentFacts & RecipientFacts> = {},
  now = noon,
): Decision => {
  const { frequency, history, optedOut, spend, ...deployment } = given;
  const facts = someFacts(deployment);
  const to = request.to ?? "+919876543210";
  const number = parsePhoneNumber(to, facts.defaultCountry);
  const content = text("Your order is on its way");
  return decide(
    { to, number, content, requestedAt: now, ...request },
    facts,
    { frequency, history, optedOut, spend },
    now,
  );
};

/** `send`, `defer` or the reason of a refusal. */
export const verdict = (decision: Decision): string =>
  decision.kind === "refuse" ? decision.refusal.reason : decision.kind;

/** The verdicts of a rule and its countries' rules, in order. */
export const said = ({ trace }: Decision, rule: string): readonly string[] =>
  trace.filter((entry) => entry.rule === rule).map((entry) => entry.verdict);
