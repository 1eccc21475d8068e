import { chooseText } from "./choose-text.js";
import { formatVariable } from "./format-variable.js";
import type { Template } from "./template.js";
import type { Span } from "../text/text.js";
import { writePieces } from "./write-pieces.js";

export interface RenderedTemplate {
  readonly text: string;
  /** The tag of the text that was taken. */
  readonly locale: string;
  /** By variable, as they are written. */
  readonly values: ReadonlyMap<string, string>;
  /** Values in the text that must never be cut or altered, and where they stand in it. */
  readonly wholes: readonly string[];
  readonly wholeSpans: readonly Span[];
}

export interface VariableFault {
  readonly variable: string;
  /** The end of a sentence that begins with the variable's name; never holds its value. */
  readonly message: string;
}

/** Not given: absent, null, and blank where the template can do without. */
const isMissing = (value: unknown): boolean => value === undefined || value === null;
const isBlank = (value: unknown): boolean => typeof value === "string" && value.trim() === "";

/** A name from outside, fit for a sentence. */
const shown = (name: string): string => (/^[\w.-]{1,64}$/.test(name) ? name : "a name that no variable can have");

/**
 * Fills a template's text. Strict: every variable that is unknown, missing, of another type or too long is named,
 * all of them at once. Dates and times are written as a clock in `zone` (IANA) shows them, amounts in the currency of
 * the variable `currency`, or INR. `needs` are optional variables that must be given all the same.
 */
export const renderTemplate = (
  template: Template,
  variables: Readonly<Record<string, unknown>>,
  locale: string | undefined,
  zone = "UTC",
  needs: readonly string[] = [],
): RenderedTemplate | { readonly faults: readonly VariableFault[] } => {
  const faults: VariableFault[] = [];
  for (const name of Object.keys(variables)) {
    if (template.variables.has(name) || variables[name] === undefined) continue;
    const known = [...template.variables.keys()].join(", ") || "none";
    faults.push({ variable: shown(name), message: `is no variable of ${template.name}, which takes ${known}` });
  }
  const chosen = chooseText(template, locale);
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
  for (const [name, variable] of template.variables) {
    const value = given(name);
    if (isMissing(value) || isBlank(value)) {
      if (!variable.optional || needs.includes(name))
        faults.push({ variable: name, message: isMissing(value) ? "is missing" : "is empty" });
      continue;
    }
    const written = formatVariable(name, variable, value, writing);
    if (typeof written !== "string") faults.push({ variable: name, message: written.fault });
    else values.set(name, written);
  }
  if (faults.length > 0) return { faults };
  const isWhole = (name: string): boolean => template.variables.get(name)!.whole;
  const { text, wholes } = writePieces(chosen.text.pieces, values, isWhole);
  return {
    text,
    locale: chosen.locale,
    values,
    wholes: wholes.map(({ start, end }) => text.slice(start, end)),
    wholeSpans: wholes,
  };
};
