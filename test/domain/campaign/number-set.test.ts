import fc from "fast-check";
import { expect, test } from "vitest";
import { NumberSet } from "../../../src/domain/campaign/number-set.js";

const numbers = fc.oneof(
  // Few enough to come again, wide enough to need 15 digits.
  fc.integer({ min: 1, max: 40 }),
  fc.integer({ min: 447_911_000_000, max: 447_911_000_300 }),
  fc.integer({ min: 1, max: 999_999_999_999_999 }),
);

test("any numbers in any order: each is new once, as in a set of JavaScript's", () =>
  fc.assert(
    fc.property(fc.array(numbers, { maxLength: 300 }), (given) => {
      const [kept, known] = [new NumberSet(), new Set<number>()];
      for (const one of given) {
        expect(kept.add(one)).toBe(!known.has(one));
        known.add(one);
      }
      expect(kept.size).toBe(known.size);
    }),
  ));

test.each([
  ["one after the other", (n: number) => 447_400_000_000 + n],
  ["a thousand apart", (n: number) => 447_400_000_000 + n * 1_000],
  ["that differ above 32 bits alone", (n: number) => 1 + n * 4_294_967_296],
])("100,000 numbers %s are found again, and quickly", (_, numberOf) => {
  const kept = new NumberSet();
  for (let n = 0; n < 100_000; n += 1) if (!kept.add(numberOf(n))) throw new Error(`${numberOf(n)} is not new`);
  for (let n = 0; n < 100_000; n += 1) if (kept.add(numberOf(n))) throw new Error(`${numberOf(n)} was forgotten`);
  expect(kept.size).toBe(100_000);
});
