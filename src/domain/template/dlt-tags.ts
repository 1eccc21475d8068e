import { parse } from "tldts";
import { linkIn } from "./link-in.js";

/** One tag of a registered text: the values its variable may hold, and a sentence about them. */
interface Tag {
  readonly holds: (value: string) => boolean;
  readonly says: string;
}

const address = (value: string): boolean => {
  const whole = /^[a-z][a-z0-9+.-]*:\/\//i.test(value) ? value : `https://${value}`;
  return !/\s/u.test(value) && /^https?:/i.test(whole) && URL.canParse(whole) && parse(whole).domain !== null;
};

const numeric: Tag = { holds: (value) => /^\d+$/.test(value), says: "digits alone" };
const url: Tag = { holds: address, says: "a web address" };

/**
 * TRAI, direction of 18 November 2025: variables are tagged by type from 14 January 2026. Content of each tag: MSG91,
 * "Variable Tagging on DLT SMS Templates", and textguru, read November 2026. Only the register knows if a URL or a
 * number is whitelisted. Letters and digits: carriers differ on signs, so only values that lead somewhere are
 * refused.
 */
export const dltTags: ReadonlyMap<string, Tag> = new Map([
  ["var", { holds: () => true, says: "anything" }],
  ["numeric", numeric],
  ["number", numeric],
  [
    "alphanumeric",
    { holds: (value) => value.trim() !== "" && linkIn(value, true) === undefined, says: "letters and digits" },
  ],
  ["url", url],
  ["urlott", url],
  ["cbn", { holds: (value) => /^\+?\d[\d -]{1,14}\d$/.test(value), says: "a phone number" }],
  ["email", { holds: (value) => /^[^\s@]+@[^\s@]+\.[^\s@.]{2,}$/.test(value), says: "an address of mail" }],
]);
