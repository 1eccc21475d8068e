import type { CountryRule, CountryRules, Rule } from "../country/country-rules.js";
import { classOf } from "../class-of.js";
import type { Facts } from "./facts.js";
import type { MessageClass } from "../message-class.js";
import type { Refusal } from "./refusal.js";
import type { PartialPlan, SendPlan } from "./send-plan.js";
import type { SendRequest } from "./send-request.js";
import type { Template } from "../template/template.js";
import type { TraceEntry } from "./trace.js";

type Draft = { -readonly [Field in keyof SendPlan]?: SendPlan[Field] } & Pick<PartialPlan, "class">;

/** A decision in the making: what was asked, what is known of the text so far, every verdict in order, the first refusal. */
export interface Judgement {
  readonly request: SendRequest;
  readonly facts: Facts;
  readonly now: number;
  readonly template: Template | undefined;
  readonly class: MessageClass;
  readonly plan: Draft;
  readonly trace: TraceEntry[];
  refusal: Refusal | undefined;
  /** The recipient's number as it may be shown. */
  shown: string;
  /** What is on record about the recipient's country. */
  rule: CountryRule;
  /** The IANA zones that the recipient may be in. */
  zones: readonly string[];
  /** Variables as they stand in the text. */
  values: ReadonlyMap<string, string>;
}

const noRule: CountryRule = {};
const nothing: readonly never[] = [];
const noValues: ReadonlyMap<string, string> = new Map();

export const newJudgement = (request: SendRequest, facts: Facts, now: number): Judgement => {
  const { content } = request;
  const template = content.kind === "template" ? facts.templates.get(content.template) : undefined;
  const ofClass = classOf(request, facts.templates);
  return {
    request,
    facts,
    now,
    template,
    class: ofClass,
    plan: {
      class: ofClass,
      template: content.kind === "template" ? content.template : null,
      templateVersion: template?.version ?? null,
      entityId: undefined,
      templateId: undefined,
    },
    trace: [],
    refusal: undefined,
    shown: "The recipient",
    rule: noRule,
    zones: nothing,
    values: noValues,
  };
};

export const ruleOf = (rules: CountryRules, country: string | undefined): CountryRule =>
  (country === undefined ? undefined : rules.countries.get(country)) ?? noRule;

/** A check's name, or the rule that it applied. */
type About = string | Rule;

const entry = (about: About, verdict: TraceEntry["verdict"], observed: string, consequence: string): TraceEntry =>
  typeof about === "string"
    ? { rule: about, verdict, observed, consequence }
    : { rule: about.id, verdict, observed, consequence: `${consequence} (${about.source}, ${about.asOf})` };

/** Writes a refusing verdict, with the rule's source behind it; the first one is the reason. */
export const refuse = (judgement: Judgement, about: About, observed: string, refusal: Refusal): void => {
  judgement.trace.push(entry(about, "refuse", observed, refusal.detail));
  judgement.refusal ??= refusal;
};

/** Writes any other verdict, with the rule's source behind what it means. */
export const note = (
  judgement: Judgement,
  verdict: "pass" | "warning" | "defer",
  about: About,
  observed: string,
  consequence: string,
): void => {
  judgement.trace.push(entry(about, verdict, observed, consequence));
};
