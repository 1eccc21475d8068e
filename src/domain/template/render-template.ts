import { type ChosenText, chooseText } from "./choose-text.js";
import { type CleanValue, cleanValue } from "../text/clean-value.js";
import { composedEdits } from "../text/composed-edits.js";
import { formatVariable } from "./format-variable.js";
import { parseMoment } from "./moment.js";
import type { Template, TemplateVariable } from "./template.js";
import type { Edit } from "../text/text.js";
import { type FilledText, writeText } from "./write-text.js";

export interface RenderedTemplate extends FilledText {
  /** Changes made to the values before they came into the text, each edit with its variable. */
  readonly edits: readonly Edit[];
  /** True if the text shows an instant as a clock in the zone does. */
  readonly zoned: boolean;
}

export interface VariableFault {
  readonly variable: string;
  /** The end of a sentence that begins with the variable's name; never holds its value. */
  readonly message: string;
}

interface Wants {
  /** Optional variables that must be given all the same. */
  readonly needs?: readonly string[] | undefined;
  /** Optional variables that the text does without where their values cannot be shown. */
  readonly spares?: readonly string[] | undefined;
}

/** Not given: absent, null, and blank where the template can do without. */
const isMissing = (value: unknown): boolean => value === undefined || value === null;

const isClock = ({ type }: TemplateVariable): boolean => type === "date" || type === "time" || type === "datetime";

/** A name from outside, fit for a sentence. */
const shown = (name: string): string => (/^[\w.-]{1,64}$/.test(name) ? name : "a name that no variable can have");

/**
 * Chooses among a template's registered texts: that of the recipient's locale, else the default one, else the first.
 */
const chooseRegistered = (template: Template, locale: string | undefined): ChosenText => {
  const { dlt, texts } = template;
  if (dlt === undefined) return chooseText(template, locale);
  const those = new Map([...texts].filter(([tag]) => dlt.has(tag)));
  return chooseText({ texts: those }, locale, those.has("en") ? "en" : [...those.keys()][0]);
};

/** Edits of a given value: the cleaning, and the cut where it was too long. */
const valueEdits = (
  variable: string,
  { type }: TemplateVariable,
  given: string,
  clean: CleanValue,
  written: string,
): readonly Edit[] => {
  const isCut = type === "text" && written.length < clean.text.length;
  if (!isCut) return clean.edits.map((edit) => ({ variable, ...edit }));
  let kept = 0;
  while (kept < written.length && written[kept] === clean.text[kept]) kept++;
  const cut: Edit = { offset: kept, before: clean.text.slice(kept), after: written.slice(kept), why: "shortened" };
  return composedEdits(given, [], clean.edits, cut, given.length).map((edit) => ({ variable, ...edit }));
};

/**
 * Fills a template's text. Strict: every variable that is unknown, missing, of another type or too long is named, all
 * of them at once. Dates and times are written as a clock in `zone` (IANA) shows them, amounts in the currency of the
 * variable `currency`, or INR. `registered`: where any text is registered with India's DLT, only registered ones are
 * taken.
 */
export const renderTemplate = (
  template: Template,
  variables: Readonly<Record<string, unknown>>,
  locale: string | undefined,
  zone = "UTC",
  { needs = [], spares = [] }: Wants = {},
  registered = false,
): RenderedTemplate | { readonly faults: readonly VariableFault[] } => {
  const faults: VariableFault[] = [];
  for (const name of Object.keys(variables)) {
    if (template.variables.has(name) || variables[name] === undefined) continue;
    const known = [...template.variables.keys()].join(", ") || "none";
    faults.push({ variable: shown(name), message: `is no variable of ${template.name}, which takes ${known}` });
  }
  const chosen = registered ? chooseRegistered(template, locale) : chooseText(template, locale);
  const given = (name: string): unknown => (Object.hasOwn(variables, name) ? variables[name] : undefined);
  const currency = template.variables.has("currency") ? given("currency") : undefined;
  const writing = {
    locale: chosen.formatting,
    zone,
    // A currency that is none is a fault of its own below.
    currency: typeof currency === "string" && /^[A-Z]{3}$/.test(currency) ? currency : "INR",
    gsm: chosen.text.gsm,
  };
  const values = new Map<string, string>();
  const edits: Edit[] = [];
  let zoned = false;
  for (const [name, variable] of template.variables) {
    const raw = given(name);
    const clean = typeof raw === "string" ? cleanValue(raw) : undefined;
    const value = clean?.text ?? raw;
    if (isMissing(value) || value === "") {
      const needed = !variable.optional || needs.includes(name);
      if (needed) faults.push({ variable: name, message: isMissing(value) ? "is missing" : "is empty" });
      continue;
    }
    const written = formatVariable(name, variable, value, writing);
    if (typeof written !== "string" && variable.optional && spares.includes(name)) {
      edits.push({ variable: name, offset: 0, before: String(raw), after: "", why: "left-out" });
      continue;
    }
    if (typeof written !== "string") {
      faults.push({ variable: name, message: written.fault });
      continue;
    }
    values.set(name, written);
    zoned ||= isClock(variable) && typeof value === "string" && parseMoment(value)?.wall === false;
    if (clean !== undefined) edits.push(...valueEdits(name, variable, raw as string, clean, written));
  }
  return faults.length > 0 ? { faults } : { ...writeText(template, chosen.locale, values), edits, zoned };
};
