import { classOf } from "../class-of.js";
import type { Rule } from "../country/country-rules.js";
import type { MessageClass } from "../message-class.js";
import type { Template } from "../template/template.js";
import type { DeploymentFacts } from "./deployment-facts.js";
import type { Evidence } from "./evidence.js";
import type { RecipientFacts } from "./recipient-facts.js";
import type { Refusal } from "./refusal.js";
import type { SendRequest } from "./send-request.js";
import type { TraceEntry } from "./trace.js";

/** A decision in the making: the request, the facts, every verdict in order, the first refusal. */
export interface Draft {
  readonly request: SendRequest;
  readonly facts: DeploymentFacts;
  readonly recipient: RecipientFacts;
  /** Epoch ms. */
  readonly now: number;
  readonly template: Template | undefined;
  readonly class: MessageClass;
  readonly trace: TraceEntry[];
  refusal: Refusal | undefined;
}

/**
 * A draft after the named checks. A check's parameter names the checks whose findings it reads and the check it must
 * follow in the trace, so a call that comes too early does not compile.
 */
export type After<Checks extends keyof Evidence> = Draft & Readonly<Pick<Evidence, Checks>>;

type Findings = Draft & { [Check in keyof Evidence]?: Evidence[Check] | undefined };

type Keep<Check extends keyof Evidence> = (draft: Draft, found: Evidence[Check]) => asserts draft is After<Check>;

/**
 * Keeps a check's finding; from then on the draft's type has it. One store function for each name: a single one for
 * all names is slow.
 */
export const keep: { readonly [Check in keyof Evidence]: Keep<Check> } = {
  number: (draft: Findings, found) => {
    draft.number = found;
  },
  content: (draft: Findings, found) => {
    draft.content = found;
  },
  encoding: (draft: Findings, found) => {
    draft.encoding = found;
  },
  price: (draft: Findings, found) => {
    draft.price = found;
  },
  destination: (draft: Findings, found) => {
    draft.destination = found;
  },
  sender: (draft: Findings, found) => {
    draft.sender = found;
  },
  templateRules: (draft: Findings, found) => {
    draft.templateRules = found;
  },
  promotion: (draft: Findings, found) => {
    draft.promotion = found;
  },
  optOut: (draft: Findings, found) => {
    draft.optOut = found;
  },
  reach: (draft: Findings, found) => {
    draft.reach = found;
  },
  timing: (draft: Findings, found) => {
    draft.timing = found;
  },
  frequency: (draft: Findings, found) => {
    draft.frequency = found;
  },
  spend: (draft: Findings, found) => {
    draft.spend = found;
  },
};

export const newDraft = (
  request: SendRequest,
  facts: DeploymentFacts,
  recipient: RecipientFacts,
  now: number,
): Draft => {
  const { content } = request;
  const template = content.kind === "template" ? facts.templates.get(content.template) : undefined;
  // Every finding has its place from the start: an object that grows check by check is slow.
  const draft: Findings = {
    request,
    facts,
    recipient,
    now,
    template,
    class: classOf(request, facts.templates),
    trace: [],
    refusal: undefined,
    number: undefined,
    content: undefined,
    encoding: undefined,
    price: undefined,
    destination: undefined,
    sender: undefined,
    templateRules: undefined,
    promotion: undefined,
    optOut: undefined,
    reach: undefined,
    timing: undefined,
    frequency: undefined,
    spend: undefined,
  };
  return draft;
};

/** A check's name, or the rule that it applied. */
type About = string | Rule;

const entry = (about: About, verdict: TraceEntry["verdict"], observed: string, consequence: string): TraceEntry =>
  typeof about === "string"
    ? { rule: about, verdict, observed, consequence }
    : { rule: about.id, verdict, observed, consequence: `${consequence} (${about.source}, ${about.asOf})` };

/** Writes a refusing verdict, with the rule's source behind it; the first one is the reason. */
export const refuse = (draft: Draft, about: About, observed: string, refusal: Refusal): "refuse" => {
  draft.trace.push(entry(about, "refuse", observed, refusal.detail));
  draft.refusal ??= refusal;
  return "refuse";
};

/** Writes any other verdict, with the rule's source behind its meaning. */
export const note = <Verdict extends "pass" | "warning" | "defer">(
  draft: Draft,
  verdict: Verdict,
  about: About,
  observed: string,
  consequence: string,
): Verdict => {
  draft.trace.push(entry(about, verdict, observed, consequence));
  return verdict;
};
