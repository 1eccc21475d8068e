import { expect, test } from "vitest";
import { variantOf } from "../../../src/domain/campaign/variant-of.js";

const shares = [
  { name: "a", share: 50 },
  { name: "b", share: 30 },
];
const numbers = Array.from({ length: 20_000 }, (_, n) => `+4915${String(10_000_000 + n * 37)}`);
const share = (campaign: string, at: number | undefined) =>
  numbers.filter((number) => variantOf(shares, campaign, number) === at).length / numbers.length;

test.each([
  [0, 0.5],
  [1, 0.3],
  // Whom the shares leave over gets the campaign's own text.
  [undefined, 0.2],
])("variant %s goes to its share of the recipients, in every campaign", (at, wanted) => {
  for (const campaign of ["spring", "summer"]) expect(Math.abs(share(campaign, at) - wanted)).toBeLessThan(0.015);
});

test("of a hundred shares of one per cent each gets its own", () => {
  const each = Array.from({ length: 100 }, (_, n) => ({ name: String(n), share: 1 }));
  const counts = new Array<number>(100).fill(0);
  for (const number of numbers) counts[variantOf(each, "spring", number)!]! += 1;
  expect(Math.min(...counts)).toBeGreaterThan(120);
  expect(Math.max(...counts)).toBeLessThan(290);
});

test("a share of 100 is everybody, one of 0 nobody", () => {
  const all = numbers.slice(0, 500);
  expect(all.every((number) => variantOf([{ name: "a", share: 100 }], "c", number) === 0)).toBe(true);
  expect(all.every((number) => variantOf([{ name: "a", share: 0 }], "c", number) === undefined)).toBe(true);
  expect(variantOf([], "c", "+491701234567")).toBeUndefined();
});

test("another campaign draws anew", () => {
  const same = numbers.filter(
    (number) => variantOf(shares, "spring", number) === variantOf(shares, "summer", number),
  ).length;
  // Independent draws agree in 0.25 + 0.09 + 0.04.
  expect(Math.abs(same / numbers.length - 0.38)).toBeLessThan(0.03);
});
