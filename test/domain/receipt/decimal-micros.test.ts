import fc from "fast-check";
import { expect, test } from "vitest";
import { decimalMicros } from "../../../src/domain/receipt/decimal-micros.js";

test.each([
  ["the guide's Indian price", "0.00645", 6_450],
  ["no more than a micro", "0.000001", 1],
  ["half a micro is one", "0.0000005", 1],
  ["less than half is none", "0.00000049", 0],
  ["nothing", "0", 0],
  ["whole dollars", "3", 3_000_000],
  ["three times a price that floats spoil", "0.01935", 19_350],
  ["an exponent, as some serialisers write small ones", "6.45e-3", 6_450],
  ["an exponent with a sign", "1.2E+1", 12_000_000],
  ["digits far beyond a float's", "0.006450000000000000000000000001", 6_450],
  ["an exponent without a sign", "1e1", 10_000_000],
  ["an exponent of two digits", "1e-05", 10],
  ["a price of exactly a thousand dollars", "1000", 1_000_000_000],
  ["64 digits", `0.${"0".repeat(62)}1`, 0],
  ["no leading zero", ".5", 500_000],
])("%s", (_, text, micros) => expect(decimalMicros(text)).toBe(micros));

test.each([
  ["empty", ""],
  ["a point alone", "."],
  ["negative", "-0.1"],
  ["a word", "NaN"],
  ["two points", "0.0.1"],
  ["dearer than any text", "1001"],
  ["65 digits", `0.${"0".repeat(63)}1`],
  ["a micro above a thousand dollars", "1000.000001"],
  ["an exponent that no memory holds", "1e999"],
  ["an exponent of four digits", "1e-1000"],
  ["absurdly large", "1e99"],
  ["absurdly long", "1".repeat(100)],
])("no price: %s", (_, text) => expect(decimalMicros(text)).toBeUndefined());

test("whatever integer of micros is written as dollars comes back the same", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 999_999_999 }), (micros) => {
      const padded = String(micros).padStart(7, "0");
      expect(decimalMicros(`${padded.slice(0, -6)}.${padded.slice(-6)}`)).toBe(micros);
    }),
  );
});
