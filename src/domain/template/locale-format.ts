import { boundedMemo } from "./bounded-memo.js";
import { septetsOf } from "../text/gsm7.js";

/** Intl slips in spaces that never break and marks that are never seen; GSM-7 has neither (FACTS, SMS encoding). */
const plain = (text: string): string => text.replace(/[\u00a0\u2009\u202f]/g, " ").replace(/[\u061c\u200e\u200f]/g, "");

/** What stands for a currency whose sign GSM-7 lacks; others are written by their ISO 4217 code. */
const gsmSigns: Readonly<Record<string, string>> = { INR: "Rs." };

const isGsm = (text: string): boolean => [...text].every((character) => septetsOf[character.charCodeAt(0)]! > 0);

interface MoneyFormat {
  readonly format: Intl.NumberFormat;
  /** Written in place of the code that `format` writes. */
  readonly sign: string | undefined;
}

const moneyFormat = boundedMemo<MoneyFormat>(256, (key) => {
  const [locale, currency = "", alphabet] = key.split(" ");
  const signed = new Intl.NumberFormat(locale, { style: "currency", currency });
  if (alphabet !== "gsm" || isGsm(plain(signed.format(1)))) return { format: signed, sign: undefined };
  const coded = new Intl.NumberFormat(locale, { style: "currency", currency, currencyDisplay: "code" });
  return { format: coded, sign: gsmSigns[currency] };
});

/** An amount in major units, such as `Rs. 549.00`; `gsm` keeps to signs that GSM-7 has. */
export const formatMoney = (amount: number, currency: string, locale: string, gsm: boolean): string => {
  const { format, sign } = moneyFormat(`${locale} ${currency} ${gsm ? "gsm" : "any"}`);
  const text = plain(format.format(amount));
  return sign === undefined ? text : text.replace(currency, sign);
};

const styles = {
  date: { dateStyle: "medium" },
  time: { timeStyle: "short" },
  datetime: { dateStyle: "medium", timeStyle: "short" },
} as const;

const momentFormat = boundedMemo(256, (key) => {
  const [locale, style, timeZone] = key.split(" ");
  return new Intl.DateTimeFormat(locale, { ...styles[style as keyof typeof styles], timeZone: timeZone! });
});

/** The instant `at` (ms since 1970) as a clock in `zone` shows it; an unknown zone throws, as it is the caller's data. */
export const formatMoment = (at: number, style: keyof typeof styles, locale: string, zone: string): string =>
  plain(momentFormat(`${locale} ${style} ${zone}`).format(at));

const currencies = new Set(Intl.supportedValuesOf("currency"));

/** Whether it is an ISO 4217 code in capitals. */
export const isCurrency = (code: string): boolean => currencies.has(code);
