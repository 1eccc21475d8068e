import {
  isSupportedCountry,
  parsePhoneNumberWithError,
  ParseError,
  type PhoneNumber as Parsed,
} from "libphonenumber-js/max";

/** A valid number in E.164 form, `+` and digits. Only `parsePhoneNumber` makes one; print it with `masked`. */
export type PhoneNumber = string & { readonly brand: "PhoneNumber" };

export type PhoneNumberFault = "empty" | "letters" | "extension" | "short-code" | "too-long" | "impossible" | "invalid";

export interface ValidNumber {
  readonly e164: PhoneNumber;
  /** ISO 3166-1 alpha-2; undefined for non-geographic numbers. */
  readonly country: string | undefined;
  /** libphonenumber's type: `MOBILE`, `FIXED_LINE_OR_MOBILE`, …; undefined where its metadata does not tell. */
  readonly type: string | undefined;
}

/** ITU-T E.164 §6.2.1 allows 15 digits; spaces and punctuation at most double that. Anything longer is no number. */
const longestInput = 64;

/** Every way people write a number that means the same: spaces, hyphens, dots, parentheses, and direction marks. */
const punctuation = /[\s\u00a0\u200b-\u200f\u202a-\u202e\u2066-\u2069().\-\u2010-\u2015/]/gu;

const asDigits = (input: string): string => input.replace(punctuation, "").replace(/^\u{ff0b}/u, "+");

const faultOf = (error: unknown): PhoneNumberFault => {
  if (!(error instanceof ParseError)) return "invalid";
  return error.message === "TOO_LONG" ? "too-long" : error.message === "TOO_SHORT" ? "short-code" : "impossible";
};

const judged = (parsed: Parsed): ValidNumber | PhoneNumberFault => {
  if (parsed.ext !== undefined) return "extension";
  if (!parsed.isPossible()) return parsed.nationalNumber.length > 14 ? "too-long" : "impossible";
  if (!parsed.isValid()) return "invalid";
  return { e164: parsed.number as string as PhoneNumber, country: parsed.country, type: parsed.getType() };
};

const attempt = (input: string, country?: string): ValidNumber | PhoneNumberFault => {
  try {
    const home = country !== undefined && isSupportedCountry(country) ? { defaultCountry: country } : {};
    return judged(parsePhoneNumberWithError(input, { ...home, extract: false }));
  } catch (error) {
    return faultOf(error);
  }
};

/**
 * Reads a number as people write it. `+` or `00` starts an international number; anything else is the default country's,
 * with or without its country code. Never throws.
 */
export const parsePhoneNumber = (input: string, defaultCountry = "IN"): ValidNumber | PhoneNumberFault => {
  if (input.length > longestInput) return "too-long";
  if (/(?:ext|x|#|;)\D*\d+\s*$/iu.test(input) && /\d/u.test(input)) return "extension";
  const digits = asDigits(input);
  if (digits === "") return "empty";
  if (/\p{L}/u.test(digits)) return "letters";
  if (digits.startsWith("+")) return attempt(digits);
  if (digits.startsWith("00")) return attempt(`+${digits.slice(2)}`);
  if (/^\d{1,6}$/u.test(digits)) return "short-code";
  const national = attempt(digits, defaultCountry);
  if (typeof national !== "string") return national;
  const international = attempt(`+${digits}`);
  return typeof international !== "string" && international.country === defaultCountry ? international : national;
};

/** `+9198••••3210`: enough to recognise, too little to call. */
export const masked = (number: string): string =>
  number.length < 9 ? "•".repeat(number.length) : `${number.slice(0, 5)}••••${number.slice(-4)}`;
