import { dltTags } from "./dlt-tags.js";
import type { DltRegistration } from "./template.js";

/** Placeholders of a registered text: `{#var#}`, or tagged with the kind of value. */
const placeholder = new RegExp(String.raw`\{#(${[...dltTags.keys()].join("|")})#\}`);

/** AWS, SMS sender ID registration for India: each variable holds at most 30 characters. */
export const dltVariableLimit = 30;

type Fits = (value: string) => boolean;

/**
 * Finds the possible ends of a literal whose variable began at one of `starts`, is at most `most` characters long and
 * fits its tag.
 */
const endsOf = (
  text: string,
  starts: ReadonlySet<number>,
  literal: string,
  most: number,
  fits: Fits,
): ReadonlySet<number> => {
  const ends = new Set<number>();
  for (const start of starts) {
    for (let at = start, taken = 0; at <= text.length && taken <= most; taken++) {
      if (text.startsWith(literal, at) && fits(text.slice(start, at))) ends.add(at + literal.length);
      at += text.codePointAt(at)! > 0xffff ? 2 : 1;
    }
  }
  return ends;
};

const anything: Fits = () => true;

const isFilled = (registered: string, text: string, most: number, fitsOf: (tag: string) => Fits): boolean => {
  const [first = "", ...rest] = registered.split(placeholder);
  if (!text.startsWith(first)) return false;
  let ends: ReadonlySet<number> = new Set([first.length]);
  for (let index = 0; index < rest.length; index += 2) {
    ends = endsOf(text, ends, rest[index + 1]!, most, fitsOf(rest[index]!));
  }
  return ends.has(text.length);
};

/** The reason why a text is not the registered one. */
export type DltFault = "words" | "length" | "tags";

/**
 * Compares a text with the registered one: case, spaces and line breaks must be the same, and a placeholder holds at
 * most 30 characters of its tag's kind. Undefined where it matches, else the fault.
 */
export const dltFault = ({ text: registered }: Pick<DltRegistration, "text">, text: string): DltFault | undefined => {
  if (isFilled(registered, text, dltVariableLimit, (tag) => dltTags.get(tag)!.holds)) return undefined;
  if (isFilled(registered, text, dltVariableLimit, () => anything)) return "tags";
  return isFilled(registered, text, text.length, () => anything) ? "length" : "words";
};

/** The tags of a registered text that hold one kind of value, each with that kind. */
export const tagsSaid = ({ text }: Pick<DltRegistration, "text">): string =>
  [...dltTags]
    .filter(([tag]) => tag !== "var" && text.includes(`{#${tag}#}`))
    .map(([tag, { says }]) => `{#${tag}#} holds ${says}`)
    .join(", ");
