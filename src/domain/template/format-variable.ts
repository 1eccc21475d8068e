import { exactAmount } from "./exact-amount.js";
import { linkIn } from "./link-in.js";
import { formatInteger, formatMoment, formatMoney, isCurrency } from "./locale-format.js";
import { minorUnits } from "./minor-units.js";
import { parseMoment } from "./moment.js";
import { shortenValue } from "../text/shorten-value.js";
import type { TemplateVariable, VariableType } from "./template.js";

/** The way to write values: a BCP 47 tag, an IANA zone, the currency of amounts, and whether GSM-7 must suffice. */
export interface Writing {
  readonly locale: string;
  readonly zone: string;
  readonly currency: string;
  readonly gsm: boolean;
}

/** The fault of a value, as the end of a sentence that begins with the variable's name; never holds the value. */
export interface ValueFault {
  readonly fault: string;
}

type Write = (value: unknown, writing: Writing) => string | ValueFault;

const fault = (message: string): ValueFault => ({ fault: message });

const verbatim: Write = (value) => (typeof value === "string" ? value : fault("must be a string"));

const moment =
  (style: "date" | "time" | "datetime", needs: "hasDate" | "hasTime" | "both", expected: string): Write =>
  (value, { locale, zone }) => {
    const given = typeof value === "string" ? parseMoment(value) : undefined;
    if (given === undefined || !(needs === "both" ? given.hasDate && given.hasTime : given[needs])) {
      return fault(`must be a string such as ${expected}`);
    }
    return formatMoment(given.at, style, locale, given.wall ? "UTC" : zone);
  };

/** The way a value of each type is checked and written. */
const writers: Readonly<Record<VariableType, Write>> = {
  text: verbatim,
  code: (value) =>
    typeof value === "string" && !/\s/u.test(value) ? value : fault("must be a string without spaces, such as 012345"),
  url: (value) =>
    typeof value === "string" && /^https?:\/\/\S+$/i.test(value) && URL.canParse(value)
      ? value
      : fault("must be a string with a whole address, such as https://example.com/track/1"),
  integer: (value, { locale, gsm }) =>
    Number.isSafeInteger(value) && !Object.is(value, -0)
      ? formatInteger(value as number, locale, gsm)
      : fault("must be a whole number, such as 3"),
  money: (value, { currency, locale, gsm }) => {
    if (typeof value !== "number" || !Number.isFinite(value) || value < 0 || Object.is(value, -0))
      return fault("must be a number of 0 or more in major units, such as 549.00");
    // A currency that is none is a fault of its own.
    const decimals = minorUnits.get(currency) ?? 2;
    const exact = exactAmount(value, decimals);
    return exact === undefined
      ? fault(`has more decimals than ${currency}, which has ${decimals}: send the amount that was paid`)
      : formatMoney(exact, currency, locale, gsm);
  },
  date: moment("date", "hasDate", "2024-12-15"),
  time: moment("time", "hasTime", "18:30"),
  datetime: moment("datetime", "both", "2024-12-15T18:30:00Z"),
};

/** Texts are cut at a word where they are too long, unless the template forbids it or chooses phrases by them. */
const mayShorten = ({ type, shorten, choices }: TemplateVariable): boolean =>
  type === "text" && shorten && choices === undefined;

/** Finds links and numbers in a text variable that could lead a person away. */
const linkFault = ({ type, links, choices, whole }: TemplateVariable, written: string): ValueFault | undefined => {
  if (type !== "text" || links === true || choices !== undefined) return undefined;
  const link = linkIn(written, whole);
  if (link === undefined || (links === "phone" && link === "a phone number")) return undefined;
  return fault(`must not hold ${link}: whoever reads it would be led away`);
};

/** Writes one given value of the variable `name`, or names its fault. Texts are clean already (`cleanValue`). */
export const formatVariable = (
  name: string,
  variable: TemplateVariable,
  value: unknown,
  writing: Writing,
): string | ValueFault => {
  const written = writers[variable.type](value, writing);
  if (typeof written !== "string") return written;
  if (name === "currency" && !isCurrency(written)) return fault("must be a currency's ISO 4217 code, such as INR");
  if (variable.choices !== undefined && !variable.choices.includes(written)) {
    return fault(`must be one of ${variable.choices.join(", ")}`);
  }
  const led = linkFault(variable, written);
  if (led !== undefined || written.length <= variable.maxLength) return led ?? written;
  return mayShorten(variable)
    ? shortenValue(written, variable.maxLength)
    : fault(`must be at most ${variable.maxLength} characters, and is ${written.length}`);
};
