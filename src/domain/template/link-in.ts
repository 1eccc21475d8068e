import { parse } from "tldts";
import { asciiDigits } from "../text/ascii-digits.js";

/** A part of a value that phones turn into a link, or that could send somebody elsewhere. */
export type Link = "a web address" | "a domain" | "a phone number";

const scheme =
  /(?<![\p{L}\p{N}])(?:[a-z][a-z0-9+.-]{1,11}:\/\/|www\.)\S|(?<![\p{L}\p{N}])(?:tel|sms|smsto|mailto|whatsapp):\S/iu;
const lettersAlone = /^[\p{L}\p{M} ]*$/u;
/** IDNA (UTS 46 §2.3): these are full stops too. */
const stops = /[\u3002\uff0e\uff61\u2024]/gu;
/** A name begins with the first letter or digit of its stretch and is looked for nowhere else, so that a search stays linear. */
const host =
  /(?=[\p{L}\p{N}])(?<![\p{L}\p{N}][\p{M}-]*)[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}-]*[\p{L}\p{M}\p{N}])?(?:\.[\p{L}\p{N}][\p{L}\p{M}\p{N}-]*)+/gu;

/** An hour with its half of the day, or a word before its number: `11.30.am`, `H.No 12`. */
const abbreviation = /^(?:[\d.]+\.[ap]m(?![\p{L}\p{N}/])|\p{L}{1,6}\.no[:#\s-]*\d)/iu;

/** A name under a suffix of the public suffix list, or an address of the internet protocol with a path or port. */
const isDomain = (text: string, name: string, end: number): boolean => {
  if (abbreviation.test(text.slice(end - name.length))) return false;
  const { domain, isIcann, isIp, isPrivate } = parse(name, { allowPrivateDomains: true });
  return isIp === true ? /^[:/]/.test(text.slice(end)) : domain !== null && (isIcann === true || isPrivate === true);
};

/** Characters that libphonenumber's matcher takes between the digits of a number (VALID_PUNCTUATION). */
const between = String.raw`[\s().\p{Pd}\u2212\u30fc/~\u2053\u223c\[\]]`;
/** E.164 §6.2.1: up to 15 digits behind + or the usual international prefix. */
const international = new RegExp(
  String.raw`(?<![\p{L}\p{N}+])(?:\+|00)${between}{0,2}[1-9](?:${between}{0,3}\d){6,14}(?!\d)`,
  "u",
);
const national = new RegExp(String.raw`(?<![\p{L}\p{N}.,:#-])\(?\d(?:${between}{0,3}\d){7,14}(?![\p{L}\p{N}:])`, "gu");

const clock = String.raw`(?:[01]?\d|2[0-4])\.[0-5]\d`;
const date = String.raw`(?:0?[1-9]|[12]\d|3[01])[-/.](?:0?[1-9]|1[0-2])(?:[-/.](?:\d\d){1,2})?`;
const to = String.raw`\.?\s?(?:\p{Pd}|\s)\s?`;
/** A day in figures, in any order, with possible endings; a day and an hour; a span of hours or days. */
const time = new RegExp(
  String.raw`^(?:\d{4}[-/. ]\d{1,2}[-/. ]\d{1,2}|\d{1,2}[-/. ]\d{1,2}[-/. ]\d{4})(?!\d)|` +
    `^(?:${clock}${to}${clock}|${date}${to}(?:${clock}|${date}))(?:${to}${clock})*$`,
  "u",
);

/**
 * The first part of a value that leads somewhere, or undefined. `identifier`: the value is a number of an order or
 * the like, in which digits alone are no phone number.
 */
export const linkIn = (value: string, identifier: boolean): Link | undefined => {
  if (lettersAlone.test(value)) return undefined;
  const text = asciiDigits(value.normalize("NFKC")).replace(stops, ".");
  if (scheme.test(text)) return "a web address";
  for (const { 0: name, index } of text.matchAll(host))
    if (isDomain(text, name, index + name.length)) return "a domain";
  if (international.test(text)) return "a phone number";
  if (identifier) return undefined;
  return [...text.matchAll(national)].some(([found]) => !time.test(found)) ? "a phone number" : undefined;
};
