import { expect, test } from "vitest";
import { correctedLine, driftByCountry, driftRatio, priceDrifts } from "../../../src/domain/receipt/price-drift.js";
import { addCounts, daysBetween, noCounts, type PriceSum } from "../../../src/domain/receipt/price-sum.js";

const sum = (given: Partial<PriceSum>): PriceSum => ({
  ...{ day: "2026-11-26", country: "IN", class: "transactional" },
  ...noCounts,
  ...given,
});

test.each([
  ["as estimated", 12_900, 12_900, 1],
  ["dearer", 14_000, 12_900, 14_000 / 12_900],
  ["nothing to compare", 0, 0, undefined],
])("%s", (_, actual, pricedEstimate, ratio) => expect(driftRatio(sum({ actual, pricedEstimate }))).toBe(ratio));

const drifted = { priced: 100, pricedParts: 200, pricedEstimate: 1_000_000, actual: 1_100_001 };

test("an entry that is off by more than 10 % over 100 texts is named, with the line to paste", () => {
  const [drift] = priceDrifts([sum(drifted)]);
  expect(drift).toEqual({ country: "IN", class: "transactional", texts: 100, ratio: 1.100001, micros: 5_500 });
  expect(JSON.parse(correctedLine(drift!, "2026-11-26"))).toEqual({
    ...{ country: "IN", class: "transactional", micros: 5_500, source: "receipts of 100 texts", asOf: "2026-11-26" },
  });
});

test.each([
  ["exactly 10 %", { ...drifted, actual: 1_100_000 }],
  ["exactly 10 % cheaper", { ...drifted, actual: 900_000 }],
  ["99 texts", { ...drifted, priced: 99 }],
  ["no estimate", { ...drifted, pricedEstimate: 0 }],
])("%s is no drift", (_, given) => expect(priceDrifts([sum(given)])).toEqual([]));

test("cheaper is a drift too, and days are taken together", () => {
  const half = { priced: 50, pricedParts: 50, pricedEstimate: 500_000, actual: 400_000 };
  expect(priceDrifts([sum(half), sum({ ...half, day: "2026-11-25" })])).toMatchObject([{ ratio: 0.8, texts: 100 }]);
});

test("days from one to another, both included", () => {
  expect(daysBetween(new Date("2026-02-27T23:59:59Z"), new Date("2026-03-01T00:00:00Z"))).toEqual([
    "2026-02-27",
    "2026-02-28",
    "2026-03-01",
  ]);
});

test("one drift a country, over its classes and days; none where nothing has a price", () => {
  const given = [
    sum({ actual: 300, pricedEstimate: 100 }),
    sum({ actual: 100, pricedEstimate: 100, class: "promotional", day: "2026-11-25" }),
    sum({ country: "US", actual: 5, pricedEstimate: 10 }),
    sum({ country: "FR" }),
  ];
  expect(driftByCountry(given)).toEqual(
    new Map([
      ["IN", 2],
      ["US", 0.5],
    ]),
  );
});

test("prices without parts name no price of a part", () =>
  expect(priceDrifts([sum({ ...drifted, pricedParts: 0 })])).toEqual([]));

test("counts are added field by field", () => {
  const ones = Object.keys(noCounts).map((field, at) => [field, at + 1] as const);
  const times = (factor: number): PriceSum =>
    sum(Object.fromEntries(ones.map(([field, one]) => [field, one * factor])));
  expect(addCounts(times(1), times(10))).toMatchObject(
    Object.fromEntries(ones.map(([field, one]) => [field, one * 11])),
  );
});
