import type { Decision } from "./decision.js";
import type { Facts } from "./facts.js";
import { type Judgement, note, refuse } from "./judgement.js";
import { defaultDeadlineMs } from "./message-class.js";
import { masked, parsePhoneNumber } from "./phone-number.js";
import { priceOf } from "./price-book.js";
import { segmentsOf } from "./segments.js";
import type { SendPlan } from "./send-plan.js";
import type { SendRequest } from "./send-request.js";
import type { Template, TemplatePiece } from "./template.js";

const shown = (pieces: readonly TemplatePiece[], variables: Readonly<Record<string, unknown>>): string =>
  pieces
    .map((piece) => {
      if (piece.kind === "literal") return piece.text;
      const value = variables[piece.name];
      if (piece.kind === "variable") return String(value ?? "");
      if (piece.kind === "choice") return piece.phrases.get(String(value)) ?? "";
      return shown(value === undefined ? piece.otherwise : piece.given, variables);
    })
    .join("");

const textOf = (judgement: Judgement, { content, locale, lastLine }: SendRequest, template: Template | undefined) => {
  const end = lastLine === undefined ? "" : `\n${lastLine}`;
  if (content.kind === "text") return content.text + end;
  if (template === undefined) {
    refuse(judgement, "template", "unknown", "template-unknown", "No template has this name; see: sms templates list");
    return undefined;
  }
  const { texts } = template;
  const chosen = texts.get(locale ?? "en") ?? texts.get(locale?.split("-")[0] ?? "en") ?? texts.get("en");
  return shown(chosen!.pieces, content.variables) + end;
};

/** Every check in DESIGN's order; each writes its verdict into the trace, and the first refusal is the reason. */
export const decide = (request: SendRequest, facts: Facts, now: Date): Decision => {
  const judgement: Judgement = { plan: {}, trace: [], refusal: undefined };
  const { plan, trace } = judgement;
  const { content } = request;
  const template = content.kind === "template" ? facts.templates.get(content.template) : undefined;
  plan.class = request.class ?? template?.class ?? "transactional";
  plan.template = content.kind === "template" ? content.template : null;
  plan.templateVersion = template?.version ?? null;
  plan.edits = [];
  plan.senderId = request.senderId ?? template?.sender ?? facts.senderId;
  plan.originationNumber = facts.originationNumber;
  plan.entityId = facts.entityId && (template?.dlt?.entityId ?? facts.entityId);
  plan.templateId = template?.dlt?.templateId;
  const from = Math.max(request.requestedAt.getTime(), request.sendAt?.getTime() ?? 0);
  plan.deadline = new Date(from + (template?.deadlineMs ?? defaultDeadlineMs[plan.class]));

  const number = parsePhoneNumber(request.to, facts.defaultCountry);
  if (typeof number === "string")
    refuse(judgement, "number", number, "invalid-phone-number", `The number cannot be called (${number}); correct it`);
  else {
    plan.to = number.e164;
    plan.country = number.country;
    const seen = `${number.country} ${number.type} ${masked(number.e164)}`;
    if (facts.numberTypes.has(number.type ?? "")) note(judgement, "pass", "number", seen, "the number can get texts");
    else refuse(judgement, "number", seen, "number-type-not-allowed", "This type of number gets no texts");
  }

  const text = textOf(judgement, request, template);
  if (text !== undefined) {
    const { encoding, parts } = segmentsOf(text);
    plan.text = text.toWellFormed();
    plan.encoding = encoding;
    plan.parts = parts;
    plan.segments = parts.length;
    const seen = `${encoding}, ${parts.length} parts`;
    const most = request.maxParts ?? template?.maxParts ?? 10;
    if (parts.length === 0) refuse(judgement, "encoding", seen, "message-empty", "The text is empty; give it one");
    else if (parts.length > most)
      refuse(
        judgement,
        "encoding",
        seen,
        "message-too-long",
        `The text has ${parts.length} parts, ${most} are allowed`,
      );
    else note(judgement, "pass", "encoding", seen, "fits");
  }

  const price = plan.country === undefined ? undefined : priceOf(facts.prices, plan.country, plan.class);
  plan.estimatedCost =
    price === undefined || plan.segments === undefined
      ? null
      : { micros: price.micros * plan.segments, currency: "USD" };

  if (plan.to !== undefined && facts.allowedCountries !== "all" && !facts.allowedCountries.has(plan.country ?? ""))
    refuse(
      judgement,
      "destination",
      plan.country ?? "no country",
      "destination-not-allowed",
      "The country is not allowed",
    );

  if (now.getTime() > plan.deadline.getTime())
    refuse(judgement, "deadline", plan.deadline.toISOString(), "deadline-passed", "The text came too late");

  if (judgement.refusal !== undefined) return { kind: "refuse", refusal: judgement.refusal, plan, trace };
  const until = request.sendAt;
  if (until !== undefined && until > now) return { kind: "defer", until, plan: plan as SendPlan, trace };
  return { kind: "send", plan: plan as SendPlan, trace };
};
