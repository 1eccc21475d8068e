import { parse } from "tldts";
import { asciiDigits } from "../text/ascii-digits.js";

/** A part of a value that phones turn into a link, or that could send somebody elsewhere. */
export type Link = "a web address" | "a domain" | "a phone number";

const scheme =
  /(?<![\p{L}\p{N}])(?:[a-z][a-z0-9+.-]{1,11}:\/\/|www\.)\S|(?<![\p{L}\p{N}])(?:tel|sms|smsto|mailto|whatsapp):\S/iu;
const lettersAlone = /^[\p{L}\p{M} ]*$/u;
/** IDNA (UTS 46 §2.3): these are full stops too. */
const stops = /[\u3002\uff0e\uff61\u2024]/gu;
const host = /[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}-]*[\p{L}\p{M}\p{N}])?(?:\.[\p{L}\p{N}][\p{L}\p{M}\p{N}-]*)+/gu;

/** A name under a suffix of the public suffix list, or an address of the internet protocol with a path or port. */
const isDomain = (text: string, name: string, end: number): boolean => {
  const { domain, isIcann, isIp, isPrivate } = parse(name, { allowPrivateDomains: true });
  return isIp === true ? /^[:/]/.test(text.slice(end)) : domain !== null && (isIcann === true || isPrivate === true);
};

/** E.164 §6.2.1: up to 15 digits behind + or the usual international prefix. */
const international = /(?<![\p{L}\p{N}+])(?:\+|00)[\s().\-/]{0,2}[1-9](?:[\s().\-/]{0,3}\d){6,14}(?!\d)/u;
const national = /(?<![\p{L}\p{N}.,:#-])\(?\d(?:[\s().\-/]{0,3}\d){7,14}(?![\p{L}\p{N}:])/gu;
/** A day in figures, in any order, with possible endings. */
const day = /^(?:\d{4}[-/. ]\d{1,2}[-/. ]\d{1,2}|\d{1,2}[-/. ]\d{1,2}[-/. ]\d{4})(?!\d)/u;

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
  return [...text.matchAll(national)].some(([found]) => !day.test(found)) ? "a phone number" : undefined;
};
