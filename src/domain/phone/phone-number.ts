import {
  type CountryCode,
  getCountryCallingCode,
  isSupportedCountry,
  ParseError,
  type PhoneNumber as Parsed,
  parsePhoneNumberWithError,
  validatePhoneNumberLength,
} from "libphonenumber-js/max";
import { planOf } from "./numbering-plan.js";
import { oldSpellings } from "./old-spellings.js";
import { withoutLink } from "./phone-link.js";
import { spellingOf, type WrittenNumber } from "./phone-spelling.js";

/** A valid number in E.164 form, `+` and digits. Only `parsePhoneNumber` makes one; print it with `masked`. */
export type PhoneNumber = string & { readonly brand: "PhoneNumber" };

/**
 * The reason an input is no number: `empty` has no digit; `short-code` has up to six and is no subscriber's number;
 * `too-long` and `impossible` have a number of digits, or a country code, that no number has; `invalid` has the right
 * length, yet nobody has it, or holds signs that no number has.
 */
export type PhoneNumberFault = "empty" | "letters" | "extension" | "short-code" | "too-long" | "impossible" | "invalid";

/** `+9198••••3210`: enough to recognise, too little to call; four digits at least are hidden. */
export const masked = (number: string): string =>
  number.length < 9
    ? "•".repeat(number.length)
    : `${number.slice(0, Math.min(5, number.length - 8))}••••${number.slice(-4)}`;

/** A number that somebody may have. Printed, logged or serialised it is masked; `e164` by name is the number itself. */
export class ValidNumber {
  readonly #e164: PhoneNumber;
  /** ISO 3166-1 alpha-2; undefined for non-geographic numbers. */
  readonly country: string | undefined;
  /** libphonenumber's type: `MOBILE`, `FIXED_LINE_OR_MOBILE`, …; undefined where its metadata does not tell. */
  readonly type: string | undefined;
  /** The change beyond spelling that the number needed, for a person; undefined: none. */
  readonly normalised: string | undefined;

  constructor(e164: PhoneNumber, country: string | undefined, type: string | undefined, normalised?: string) {
    this.#e164 = e164;
    this.country = country;
    this.type = type;
    this.normalised = normalised;
  }

  get e164(): PhoneNumber {
    return this.#e164;
  }

  toString(): string {
    return masked(this.#e164);
  }

  toJSON(): string {
    return this.toString();
  }

  /** Node's console and assertions print this. */
  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.toString();
  }
}

const judged = (parsed: Parsed): ValidNumber | PhoneNumberFault => {
  if (!parsed.isPossible()) return validatePhoneNumberLength(parsed.number) === "TOO_LONG" ? "too-long" : "impossible";
  if (!parsed.isValid()) return "invalid";
  return new ValidNumber(parsed.number as string as PhoneNumber, parsed.country, parsed.getType());
};

/** libphonenumber's own judgement of `+` and digits, or of a country's digits. */
const read = (digits: string, country?: string): ValidNumber | PhoneNumberFault => {
  try {
    return judged(parsePhoneNumberWithError(digits, country as CountryCode));
  } catch (error) {
    // A country that does not exist is thrown too.
    return error instanceof ParseError && error.message === "TOO_LONG" ? "too-long" : "impossible";
  }
};

const readE164 = (e164: string): ValidNumber | PhoneNumberFault => {
  const plan = planOf(e164);
  return plan === undefined ? read(e164) : new ValidNumber(e164 as PhoneNumber, plan.country, plan.type);
};

const isTextable = (number: ValidNumber | PhoneNumberFault): number is ValidNumber =>
  typeof number !== "string" && (number.type === "MOBILE" || number.type === "FIXED_LINE_OR_MOBILE");

/** The number, with the change that led to it. */
const because = ({ e164, country, type, normalised }: ValidNumber, says: string): ValidNumber =>
  new ValidNumber(e164, country, type, normalised === undefined ? says : `${says}, ${normalised}`);

/** The one number that gets texts and that `+` and digits meant before its country's plan changed; undefined: none, or several. */
const renewed = (e164: string): ValidNumber | undefined => {
  const digits = e164.slice(1);
  const read = oldSpellings.flatMap(({ pattern, today, says }) => {
    const number = pattern.test(digits) ? readE164(`+${digits.replace(pattern, today)}`) : "invalid";
    return isTextable(number) ? [because(number, says)] : [];
  });
  return read.length === 1 ? read[0] : undefined;
};

const readInternational = (e164: string): ValidNumber | PhoneNumberFault => {
  const number = readE164(e164);
  return isTextable(number) ? number : (renewed(e164) ?? number);
};

/** Every way to read national digits that could get texts and that libphonenumber leaves: with the country code, in old spellings. */
const otherReadings = (
  digits: string,
  national: ValidNumber | PhoneNumberFault,
  country: string,
): readonly ValidNumber[] => {
  const code = isSupportedCountry(country) ? getCountryCallingCode(country) : undefined;
  if (code === undefined) return [];
  const asOld = renewed(typeof national === "string" ? `+${code}${digits}` : national.e164);
  const behindZero = digits.startsWith(`0${code}`) ? readE164(`+${digits.slice(1)}`) : "invalid";
  return [
    ...(asOld === undefined ? [] : [asOld]),
    ...(isTextable(behindZero) ? [because(behindZero, "the 0 before the country code left out")] : []),
  ].filter((one) => one.country !== undefined && getCountryCallingCode(one.country as CountryCode) === code);
};

const readNational = (digits: string, defaultCountry: string): ValidNumber | PhoneNumberFault => {
  const national = read(digits, defaultCountry);
  if (isTextable(national)) return national;
  // `4915123456789` could be a long German landline; a sender of texts means the mobile number behind the country
  // code.
  const withCode = readInternational(`+${digits}`);
  if (isTextable(withCode) && withCode.country === defaultCountry) return withCode;
  const others = otherReadings(digits, national, defaultCountry);
  const [other] = others;
  if (other !== undefined && others.every(({ e164 }) => e164 === other.e164)) return other;
  return typeof national === "string" && digits.length <= 6 ? "short-code" : national;
};

const readSpelled = (spelling: WrittenNumber, defaultCountry: string): ValidNumber | PhoneNumberFault => {
  if (spelling.kind === "national") return readNational(spelling.digits, defaultCountry);
  const number = readInternational(`+${spelling.digits}`);
  if (typeof number !== "string" || spelling.dialled === undefined) return number;
  // Some countries dial more than 00 before an international number, such as Australia's 0011.
  const longer = read(spelling.dialled, defaultCountry);
  return isTextable(longer) ? longer : number;
};

/**
 * Reads a number as people write it. `+` or `00` starts an international number; anything else is the default country's
 * (ISO 3166-1 alpha-2), with or without its country code. Links (`tel:`) and forms that a country gave up are understood
 * where one number alone can be meant that gets texts; `normalised` says so. Never throws.
 */
export const parsePhoneNumber = (input: string, defaultCountry = "IN"): ValidNumber | PhoneNumberFault => {
  if (/^\+[1-9]\d{6,14}$/.test(input)) return readInternational(input);
  const { number, scheme } = withoutLink(input);
  const spelling = spellingOf(number);
  if (spelling.kind === "fault") return spelling.fault;
  const read = readSpelled(spelling, defaultCountry);
  return typeof read === "string" || scheme === undefined ? read : because(read, `${scheme}: left out`);
};
