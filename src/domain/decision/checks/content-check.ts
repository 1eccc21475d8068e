import { counted } from "../../counted.js";
import { type After, note, refuse } from "../draft.js";
import type { Content, Evidence } from "../evidence.js";
import { refusalTexts } from "../refusal-texts.js";
import { chooseText } from "../../template/choose-text.js";
import { renderTemplate, type VariableFault } from "../../template/render-template.js";
import type { TemplateContent } from "../send-request.js";
import type { Edit } from "../../text/text.js";

const none: readonly never[] = [];
const noValues: ReadonlyMap<string, string> = new Map();

/** A name from outside, fit for a sentence: nothing that could be a number or a text. */
const shownName = (name: string): string => (/^[a-z][\w.-]{0,63}$/iu.test(name) ? name : "of that name");

/** More than any template's own variables can have; a producer may invent thousands. */
const mostFaults = 30;

const spoken = (faults: readonly VariableFault[]): string =>
  [
    ...faults.slice(0, mostFaults).map(({ variable, message }) => `${variable} ${message}`),
    ...(faults.length > mostFaults ? [`and ${faults.length - mostFaults} more`] : []),
  ].join("; ");

const changes: Readonly<Record<Edit["why"], string>> = {
  "white-space": "white space folded",
  invisible: "characters left out that are not drawn",
  shortened: "shortened",
  "left-out": "left out",
  "lone-surrogate": "half a character replaced",
  nfc: "composed",
  "smart-encoding": "respelled",
};

/** Names the variables whose values were changed, and the changes; never the values. */
const noteEdits = (draft: After<"number">, edits: readonly Edit[]): void => {
  for (const name of new Set(edits.map(({ variable = "" }) => variable))) {
    const whys = new Set(edits.filter(({ variable }) => variable === name).map(({ why }) => why));
    note(draft, "pass", "values", name, [...whys].map((why) => changes[why]).join(", "));
  }
};

const fromTemplate = (
  draft: After<"number">,
  { template: name, variables, ...wants }: TemplateContent,
): Content | undefined => {
  const { facts, number, request, template } = draft;
  if (template === undefined) {
    refuse(draft, "template", "unknown", refusalTexts.templateUnknown(shownName(name)));
    return undefined;
  }
  const mustBeRegistered = number.rule.dlt !== undefined && facts.entityId !== undefined;
  const rendered = renderTemplate(template, variables, request.locale, number.clock, wants, mustBeRegistered);
  if ("faults" in rendered) {
    const { faults } = rendered;
    const observed = `${template.name}, ${counted(faults.length, "fault")}`;
    refuse(draft, "template", observed, refusalTexts.variables(template.name, spoken(faults)));
    return undefined;
  }
  const observed = `${template.name} ${template.version} in ${rendered.locale}`;
  if (draft.class === template.class) note(draft, "pass", "template", observed, "every variable fits");
  else note(draft, "warning", "template", observed, `sent as ${draft.class}, its own class is ${template.class}`);
  const own = chooseText(template, request.locale).locale;
  if (own !== rendered.locale)
    note(
      draft,
      "warning",
      "registered-text",
      own,
      `no text in ${own} is registered, so the one in ${rendered.locale} goes`,
    );
  noteEdits(draft, rendered.edits);
  if (rendered.zoned && number.clock === undefined)
    note(
      draft,
      "warning",
      "time-zone",
      "no time zone",
      "the text shows the clock of UTC, as nobody knows where such a number is; the person's timeZone would be right",
    );
  if (rendered.zoned && number.from === "main")
    note(
      draft,
      "warning",
      "time-zone",
      `${number.zones.length} time zones, ${number.clock} among them`,
      "the text shows the clock where most people with such a number live; the person's timeZone would be right",
    );
  return rendered;
};

/** The template is known and its variables fit, or the text is as it was given. */
export const checkContent = (draft: After<"number">): Evidence["content"] => {
  const { content } = draft.request;
  return content.kind === "text"
    ? { text: content.text, wholeSpans: none, values: noValues, edits: none, locale: undefined }
    : fromTemplate(draft, content);
};
