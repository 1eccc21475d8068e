import type { After } from "./draft.js";
import type { PartialPlan, SendPlan } from "./send-plan.js";

type Judged = After<"number" | "encoding" | "price" | "sender" | "templateRules" | "timing">;

/** The plan of a text that no check refused. */
export const wholePlan = (draft: Judged): SendPlan => {
  const { encoding, number, request, sender, templateRules } = draft;
  const { content } = request;
  const { to } = number;
  if (to === undefined || encoding === undefined)
    throw new TypeError("A text without a number or words was not refused");
  const { segments } = encoding;
  return {
    to,
    country: number.country,
    class: draft.class,
    text: encoding.text,
    encoding: segments.encoding,
    segments: segments.parts.length,
    parts: segments.parts,
    edits: encoding.edits,
    estimatedCost: draft.price,
    senderId: sender.senderId,
    originationNumber: sender.originationNumber,
    entityId: templateRules.entityId,
    templateId: templateRules.templateId,
    template: content.kind === "template" ? content.template : null,
    templateVersion: draft.template?.version ?? null,
    deadline: draft.timing.deadline,
  };
};

/** The parts of a plan that can be computed for a refused text: encoding and parts of one to a bad number, say. */
export const partialPlan = (draft: Judged): PartialPlan => {
  const { encoding, number, request, sender, templateRules } = draft;
  const { content } = request;
  return {
    class: draft.class,
    estimatedCost: draft.price,
    ...templateRules,
    template: content.kind === "template" ? content.template : null,
    templateVersion: draft.template?.version ?? null,
    deadline: draft.timing.deadline,
    ...(number.to === undefined ? {} : { to: number.to, country: number.country, ...sender }),
    ...(encoding === undefined
      ? {}
      : {
          text: encoding.text,
          encoding: encoding.segments.encoding,
          segments: encoding.segments.parts.length,
          parts: encoding.segments.parts,
          edits: encoding.edits,
        }),
  };
};
