import { boundedMemo } from "../bounded-memo.js";
import { minorUnits } from "./minor-units.js";
import { numberingSystem } from "./numbering-system.js";
import { isGsm } from "../text/gsm7.js";

/** Intl slips in spaces that never break, marks that are never seen, and Swiss group marks; GSM-7 has none of them. */
const plain = (text: string): string =>
  text
    .replace(/[\u00a0\u2009\u202f]/g, " ")
    .replace(/[\u061c\u200e\u200f]/g, "")
    .replace(/[\u2019\u02bc]/g, "'")
    .replace(/\u2212/g, "-");

/** Substitutes for currency signs that GSM-7 lacks; other currencies are written by their ISO 4217 code. */
const gsmSigns: Readonly<Record<string, string>> = { INR: "Rs." };

interface MoneyFormat {
  readonly format: Intl.NumberFormat;
  /** Written in place of the code that `format` writes. */
  readonly sign: string | undefined;
}

const moneyFormat = boundedMemo<MoneyFormat>(256, (key) => {
  const [locale = "", currency = "", decimals, alphabet] = key.split(" ");
  const digits = Number(decimals);
  const options = {
    style: "currency",
    currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
    numberingSystem: alphabet === "gsm" ? "latn" : numberingSystem(locale),
  } as const;
  const signed = new Intl.NumberFormat(locale, options);
  // Enough digits for every group mark.
  if (alphabet !== "gsm" || isGsm(plain(signed.format(1_234_567)))) return { format: signed, sign: undefined };
  const coded = new Intl.NumberFormat(locale, { ...options, currencyDisplay: "code" });
  if (isGsm(plain(coded.format(1_234_567)))) return { format: coded, sign: gsmSigns[currency] };
  return { format: new Intl.NumberFormat("en", { ...options, currencyDisplay: "code" }), sign: gsmSigns[currency] };
});

/**
 * An amount in major units, such as `Rs. 549.00`, from its decimal text (`exactAmount`); `gsm` keeps to signs that GSM-7
 * has. The currency's decimals are ISO 4217's, not those of the platform.
 */
export const formatMoney = (amount: string, currency: string, locale: string, gsm: boolean): string => {
  const decimals = minorUnits.get(currency) ?? 2;
  const { format, sign } = moneyFormat(`${locale} ${currency} ${decimals} ${gsm ? "gsm" : "any"}`);
  // A decimal text is formatted exactly (ECMA-402, Intl.NumberFormat v3); the types know numbers only.
  const text = plain(format.format(amount as unknown as number));
  return sign === undefined ? text : text.replace(currency, sign);
};

/** A whole number's digits, ungrouped, as texts of the locale have them. */
export const formatInteger = (value: number, locale: string, gsm: boolean): string =>
  integerFormat(`${locale} ${gsm ? "gsm" : "any"}`).format(value);

const integerFormat = boundedMemo(256, (key) => {
  const [locale = "", alphabet] = key.split(" ");
  return new Intl.NumberFormat("en", {
    useGrouping: false,
    numberingSystem: alphabet === "gsm" ? "latn" : numberingSystem(locale),
  });
});

const styles = {
  date: { dateStyle: "medium" },
  time: { timeStyle: "short" },
  datetime: { dateStyle: "medium", timeStyle: "short" },
} as const;

const momentFormat = boundedMemo(256, (key) => {
  const [locale = "", style, timeZone] = key.split(" ");
  return new Intl.DateTimeFormat(locale, {
    ...styles[style as keyof typeof styles],
    timeZone: timeZone!,
    numberingSystem: numberingSystem(locale),
  });
});

/** The instant `at` (ms since 1970) as a clock in `zone` shows it; an unknown zone throws, as it is the caller's data. */
export const formatMoment = (at: number, style: keyof typeof styles, locale: string, zone: string): string =>
  plain(momentFormat(`${locale} ${style} ${zone}`).format(at));

/** True for an ISO 4217 code in capitals. */
export const isCurrency = (code: string): boolean => minorUnits.has(code);
