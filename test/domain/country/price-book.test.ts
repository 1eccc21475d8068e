import fc from "fast-check";
import { expect, test } from "vitest";
import { readPrices } from "../../../src/adapters/files/prices.js";
import { decide } from "../../../src/domain/decision/decide.js";
import type { MessageClass } from "../../../src/domain/message-class.js";
import { highestPrice, type Price, priceBookOf, priceOf } from "../../../src/domain/country/price-book.js";
import { parsePhoneNumber } from "../../../src/domain/phone/phone-number.js";
import { someFacts } from "../../support/some-facts.js";

const to = "+919876543210";
const number = parsePhoneNumber(to);

const price = (country: string, of: MessageClass, micros: number, carrier?: string): Price => ({
  ...{ country, class: of, micros, carrier },
  ...{ source: "a test", asOf: "2026-11-22" },
});

/** Made anew for each test. */
const book = () =>
  priceBookOf([
    price("IN", "transactional", 6_450),
    price("IN", "promotional", 2_580),
    price("US", "otp", 7_000),
    price("US", "transactional", 8_000),
    price("FR", "transactional", 50_000, "Orange"),
    price("FR", "transactional", 70_000, "SFR"),
    price("FR", "transactional", 60_000, "Free"),
    price("DE", "transactional", 90_000),
    price("DE", "transactional", 95_000, "O2"),
  ]);

test.each<[string, string, MessageClass, number | undefined]>([
  ["a country's price", "IN", "transactional", 6_450],
  ["by class", "IN", "promotional", 2_580],
  ["a code costs what a transactional text costs", "IN", "otp", 6_450],
  ["unless it has a price of its own", "US", "otp", 7_000],
  ["nothing else falls back", "US", "promotional", undefined],
  ["an unknown country has none", "AQ", "otp", undefined],
  ["the dearest carrier's price, where only carriers have one", "FR", "transactional", 70_000],
  ["the country's own price stands before the dearest carrier's", "DE", "transactional", 90_000],
])("%s", (_, country, of, micros) => expect(priceOf(book(), country, of)?.micros).toBe(micros));

test.each<[string, "local" | "international" | undefined, number]>([
  ["the local route's own price", "local", 6_450],
  ["the international route's own price", "international", 55_000],
  ["an unknown route is estimated at the dearer one", undefined, 55_000],
])("a country priced by route: %s", (_, route, micros) => {
  const byRoute = priceBookOf([
    { ...price("IN", "transactional", 6_450), route: "local" },
    { ...price("IN", "transactional", 55_000), route: "international" },
  ]);
  expect(priceOf(byRoute, "IN", "transactional", route)?.micros).toBe(micros);
  expect(priceOf(byRoute, "IN", "otp", route)?.micros).toBe(micros);
});

test("a price without a route holds for both, and gives way to a route's own", () => {
  const mixed = priceBookOf([
    price("AE", "transactional", 40_000),
    { ...price("AE", "transactional", 30_000), route: "local" },
  ]);
  expect(priceOf(mixed, "AE", "transactional", "local")?.micros).toBe(30_000);
  expect(priceOf(mixed, "AE", "transactional", "international")?.micros).toBe(40_000);
});

/** The guide's cost examples (India). */
test.each<[string, MessageClass, number, number, string]>([
  ["OTP (6 chars)", "otp", 6, 1, "0.00645"],
  ["Order confirmation (120 chars)", "transactional", 120, 1, "0.00645"],
  ["Promotional offer (140 chars)", "promotional", 140, 1, "0.00258"],
  ["Long message (300 chars)", "transactional", 300, 2, "0.01290"],
])("the guide: %s, %s", (_, of, length, parts, dollars) => {
  const facts = someFacts({ prices: readPrices("data/price-book.json") });
  const at = new Date("2026-11-24T06:00:00Z");
  const content = { kind: "text", text: "a".repeat(length) } as const;
  const { plan } = decide({ to, number, content, class: of, requestedAt: at }, facts, {}, at);
  expect(plan.segments).toBe(parts);
  expect(plan.estimatedCost).toEqual({ micros: Math.round(Number(dollars) * 1e6), currency: "USD" });
});

test("a cost is a whole number of micro-USD, parts times the price", () => {
  const at = new Date("2026-11-24T06:00:00Z");
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 10_000_000 }),
      fc.string({ minLength: 1, maxLength: 600 }),
      (micros, text) => {
        const facts = someFacts({ prices: priceBookOf([price("IN", "transactional", micros)]) });
        const { plan } = decide({ to, number, content: { kind: "text", text }, requestedAt: at }, facts, {}, at);
        expect(plan.estimatedCost!.micros).toBe(micros * plan.parts!.length);
      },
    ),
  );
});

test("a country whose local route is the dearer one is estimated at that, and by the only route that has a price", () => {
  const local = { ...price("BR", "transactional", 30_000), route: "local" } as const;
  const international = { ...price("BR", "transactional", 20_000), route: "international" } as const;
  expect(priceOf(priceBookOf([local, international]), "BR", "transactional")).toEqual(local);
  expect(priceOf(priceBookOf([local]), "BR", "transactional")).toEqual(local);
  expect(priceOf(priceBookOf([international]), "BR", "transactional")).toEqual(international);
});

test.each<[MessageClass, string | undefined, number | undefined]>([
  ["transactional", "O2", 95_000],
  ["promotional", undefined, 2_580],
  // A code costs at most what the dearest transactional text costs.
  ["otp", "O2", 95_000],
])("the dearest part of class %s", (of, carrier, micros) =>
  expect(highestPrice(book(), of)).toMatchObject({ carrier, micros }),
);

test("the dearest code is one with a price of its own where that is the highest; a class without prices has none", () => {
  const prices = [price("US", "otp", 9_000), price("US", "transactional", 8_000), price("AE", "otp", 1_000)];
  expect(highestPrice(priceBookOf(prices), "otp")).toEqual(prices[0]);
  expect(highestPrice(priceBookOf(prices), "promotional")).toBeUndefined();
});
