import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatInteger, formatMoney } from "../../../src/domain/template/locale-format.js";
import { minorUnits } from "../../../src/domain/template/minor-units.js";
import { numberingSystem } from "../../../src/domain/template/numbering-system.js";
import { segmentsOf } from "../../../src/domain/text/segments.js";

/** Every language of two letters that the platform knows, each with the regions that group or sign in their own way. */
const letters = [..."abcdefghijklmnopqrstuvwxyz"];
const languages = letters
  .flatMap((one) => letters.map((other) => one + other))
  .filter((tag) => Intl.NumberFormat.supportedLocalesOf(tag).length > 0);
const regions = ["", "-CH", "-AT", "-IN", "-ZA", "-LI", "-US", "-CA", "-MA", "-u-nu-arab", "-u-nu-deva"];
const latin = languages
  .flatMap((language) => regions.map((region) => language + region))
  .filter((tag) => new Intl.Locale(tag).maximize().script === "Latn");

describe("no number leaves GSM-7 where the script is Latin", () => {
  test("there are many such locales", () => expect(latin.length).toBeGreaterThan(500));

  test("amounts of every currency in Switzerland and elsewhere", () => {
    for (const locale of [
      "en",
      "de-CH",
      "fr-CH",
      "it-CH",
      "rm-CH",
      "de-LI",
      "fr",
      "sv",
      "en-ZA",
      "es",
      "pl",
      "sl",
      "en-u-nu-arab",
    ])
      for (const currency of minorUnits.keys())
        for (const amount of ["0", "999.99", "1234.5", "12345678901234567890.12"]) {
          const text = formatMoney(amount, currency, locale, true);
          expect(segmentsOf(text).encoding, `${locale} ${currency} ${JSON.stringify(text)}`).toBe("GSM-7");
        }
  });

  test("every locale, any amount", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...latin),
        fc.constantFrom(...minorUnits.keys()),
        fc.bigInt({ min: 0n }),
        (locale, currency, amount) => {
          const money = formatMoney(String(amount), currency, locale, true);
          expect(segmentsOf(money).encoding, JSON.stringify(money)).toBe("GSM-7");
          const integer = formatInteger(Number(BigInt.asUintN(50, amount)), locale, false);
          expect(integer).toMatch(/^\d+$/);
        },
      ),
      { numRuns: 500 },
    );
  });
});

test.each([
  ["de-CH", "CHF", "1234567.50", true, "CHF 1'234'567.50"],
  ["fr", "EUR", "1234567.5", true, "1 234 567,50 €"],
  ["de", "EUR", "1234.5", true, "1.234,50 €"],
  ["en-IN", "INR", "1234567.5", true, "Rs. 12,34,567.50"],
  ["hi-IN", "INR", "1234567.5", false, "₹12,34,567.50"],
  ["ne", "INR", "5", true, "Rs. 5.00"],
])("%s %s %s", (locale, currency, amount, gsm, text) => {
  expect(formatMoney(amount, currency, locale, gsm)).toBe(text);
});

test("fr-CH: ICU's versions part groups by a blank or by an apostrophe, and both stay GSM-7", () => {
  expect(formatMoney("1234567.50", "CHF", "fr-CH", true)).toMatch(/^1([ '])234\1(?:567)\.50 CHF$/);
});

test.each([
  ["English, whatever it is asked", "en-u-nu-arab", "latn"],
  ["Hindi", "hi", "latn"],
  ["Hindi, as asked", "hi-u-nu-deva", "deva"],
  ["Marathi", "mr-IN", "deva"],
  ["Nepali", "ne", "deva"],
  ["Bengali", "bn-IN", "beng"],
  ["Arabic in Egypt", "ar-EG", "arab"],
  ["Arabic of nowhere", "ar", "arab"],
  ["Arabic in the Emirates", "ar-AE", "latn"],
  ["Arabic in Morocco", "ar-MA", "latn"],
  ["Persian", "fa", "arabext"],
  ["Urdu in Pakistan", "ur", "latn"],
  ["Urdu in India", "ur-IN", "arabext"],
  ["Burmese", "my", "mymr"],
  ["Thai", "th", "latn"],
  ["Chinese", "zh-Hant-TW", "latn"],
  ["Uzbek in Latin", "uz", "latn"],
  ["Uzbek in Arabic", "uz-Arab-AF", "arabext"],
])("digits of %s", (_, tag, system) => expect(numberingSystem(tag)).toBe(system));

test.each([
  ["VED", 2],
  ["UYW", 4],
  ["CLF", 4],
  ["PKR", 2],
  ["INR", 2],
  ["JPY", 0],
  ["KWD", 3],
  ["XCG", 2],
  ["HUF", 2],
  ["IQD", 3],
])("%s has %d decimals by ISO 4217", (code, decimals) => expect(minorUnits.get(code)).toBe(decimals));
test.each(["XXX", "XTS", "XAU", "ABC", "inr", ""])("%s is nothing that people pay in", (code) =>
  expect(minorUnits.has(code)).toBe(false),
);
