import type { Template } from "./template.js";

/**
 * Placeholders of a registered text. `{#var#}` holds anything; texts registered since 14 January 2026 say what theirs
 * hold (TRAI, direction of 18 November 2025: variables are tagged by type).
 */
const placeholder = /\{#(?:var|numeric|number|alphanumeric|url|urlott|cbn|email)#\}/;

/** AWS, SMS sender ID registration for India: each variable holds at most 30 characters. */
export const dltVariableLimit = 30;

/** Where a literal may end whose text begins at one of `starts` or up to `most` characters later. */
const endsOf = (text: string, starts: ReadonlySet<number>, literal: string, most: number): ReadonlySet<number> => {
  const ends = new Set<number>();
  for (const start of starts) {
    for (let at = start, taken = 0; at <= text.length && taken <= most; taken++) {
      if (text.startsWith(literal, at)) ends.add(at + literal.length);
      at += text.codePointAt(at)! > 0xffff ? 2 : 1;
    }
  }
  return ends;
};

/**
 * Whether a text is the template's registered one with its placeholders filled, each with at most 30 characters:
 * case, spaces and line breaks must be exactly those registered. False where nothing is registered.
 */
export const matchesDlt = ({ dlt }: Pick<Template, "dlt">, text: string): boolean => {
  if (dlt === undefined) return false;
  const [first = "", ...literals] = dlt.text.split(placeholder);
  if (!text.startsWith(first)) return false;
  let ends: ReadonlySet<number> = new Set([first.length]);
  for (const literal of literals) ends = endsOf(text, ends, literal, dltVariableLimit);
  return ends.has(text.length);
};
