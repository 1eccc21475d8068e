import { decide } from "../../src/domain/decision/decide.js";
import type { Decision } from "../../src/domain/decision/decision.js";
import type { Facts } from "../../src/domain/decision/facts.js";
import type { SendRequest } from "../../src/domain/decision/send-request.js";
import { someFacts } from "./some-facts.js";

/** A Tuesday, 11:30 in India. */
export const noon = new Date("2026-11-24T06:00:00Z");

export const text = (of: string) => ({ kind: "text", text: of }) as const;
export const template = (name: string, variables: Readonly<Record<string, unknown>> = {}) =>
  ({ kind: "template", template: name, variables }) as const;

/** A decision about a short text to an Indian mobile number at `noon`, but for what is given. */
export const decided = (request: Partial<SendRequest> = {}, facts: Partial<Facts> = {}, now = noon): Decision =>
  decide(
    { to: "+919876543210", content: text("Your order is on its way"), requestedAt: now, ...request },
    someFacts(facts),
    now,
  );

/** `send`, `defer` or the reason of a refusal. */
export const verdict = (decision: Decision): string =>
  decision.kind === "refuse" ? decision.refusal.reason : decision.kind;

/** The verdicts of a rule and its countries' rules, in order. */
export const said = ({ trace }: Decision, rule: string): readonly string[] =>
  trace.filter((entry) => entry.rule === rule).map((entry) => entry.verdict);
