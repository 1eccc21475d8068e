import { type Judgement, note, refuse } from "../judgement.js";
import { refusalTexts } from "../refusal-texts.js";
import { renderTemplate, type VariableFault } from "../../template/render-template.js";
import type { TemplateContent } from "../send-request.js";
import type { Span } from "../../text/text.js";

/** The text as asked for, and where its values stand that must stay as they are. */
export interface Content {
  readonly text: string;
  readonly wholeSpans: readonly Span[];
}

const none: readonly Span[] = [];
/** A name from outside, fit for a sentence: nothing that could be a number or a text. */
const shownName = (name: string): string => (/^[a-z][\w.-]{0,63}$/iu.test(name) ? name : "of that name");

/** More than any template's own variables can have; a producer may invent thousands. */
const mostFaults = 30;

const spoken = (faults: readonly VariableFault[]): string =>
  [
    ...faults.slice(0, mostFaults).map(({ variable, message }) => `${variable} ${message}`),
    ...(faults.length > mostFaults ? [`and ${faults.length - mostFaults} more`] : []),
  ].join("; ");

const fromTemplate = (
  judgement: Judgement,
  { template: name, variables, needs }: TemplateContent,
): Content | undefined => {
  const { template, request, zones } = judgement;
  if (template === undefined) {
    refuse(judgement, "template", "unknown", refusalTexts.templateUnknown(shownName(name)));
    return undefined;
  }
  const rendered = renderTemplate(template, variables, request.locale, zones[0], needs);
  if ("faults" in rendered) {
    const { faults } = rendered;
    const observed = `${template.name}, ${faults.length} fault${faults.length === 1 ? "" : "s"}`;
    refuse(judgement, "template", observed, refusalTexts.variables(template.name, spoken(faults)));
    return undefined;
  }
  judgement.values = rendered.values;
  const observed = `${template.name} ${template.version} in ${rendered.locale}`;
  if (judgement.class === template.class) note(judgement, "pass", "template", observed, "every variable fits");
  else
    note(judgement, "warning", "template", observed, `sent as ${judgement.class}, its own class is ${template.class}`);
  return rendered;
};

/** The template is known and its variables fit, or the text is as it was given. */
export const checkContent = (judgement: Judgement): Content | undefined => {
  const { content } = judgement.request;
  return content.kind === "text" ? { text: content.text, wholeSpans: none } : fromTemplate(judgement, content);
};
