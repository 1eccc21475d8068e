import { expect, test } from "vitest";
import type { DeploymentFacts } from "../../../../src/domain/decision/deployment-facts.js";
import { decided, text, verdict } from "../../../support/decisions.js";
import { priceBookOf } from "../../../../src/domain/country/price-book.js";

const of = (country: string, micros: number, change: object = {}) =>
  ({ country, class: "transactional", micros, source: "the list", asOf: "2026-11-01", ...change }) as const;
const prices = priceBookOf([of("IN", 6_000, { sample: true }), of("DE", 90_000), of("GB", 40_000)]);
const routed = priceBookOf([of("IN", 2_000, { route: "local" }), of("IN", 60_000, { route: "international" })]);

const india = "+919876543210";
const america = "+12125550123";
const local = { entityId: "1501", region: "ap-south-1" };
const sample = "sample price; your account's international route costs more: put its price into SMS_PRICE_BOOK";

test.each<[string, string, string, Partial<DeploymentFacts>, number | null, string]>([
  [
    "a part at its price",
    "+4915123456789",
    "x",
    {},
    90_000,
    "pass price/DE: 1 x 90000 micro-USD; 90000 micro-USD (the list, 2026-11-01)",
  ],
  [
    "three parts",
    "+4915123456789",
    "x".repeat(400),
    {},
    270_000,
    "pass price/DE: 3 x 90000 micro-USD; 270000 micro-USD (the list, 2026-11-01)",
  ],
  [
    "an example of a price, by the route that costs more",
    india,
    "x".repeat(200),
    {},
    12_000,
    `warning price/IN: 2 x 6000 micro-USD; 12000 micro-USD; ${sample} (the list, 2026-11-01)`,
  ],
  [
    "the same by the local route is what it says",
    india,
    "x",
    local,
    6_000,
    "pass price/IN: 1 x 6000 micro-USD; 6000 micro-USD (the list, 2026-11-01)",
  ],
  [
    "the local route's own price",
    india,
    "x",
    { ...local, prices: routed },
    2_000,
    "pass price/IN: 1 x 2000 micro-USD; 2000 micro-USD (the list, 2026-11-01)",
  ],
  [
    "a region without a local route",
    india,
    "x",
    { ...local, region: "eu-west-1", prices: routed },
    60_000,
    "pass price/IN: 1 x 60000 micro-USD; 60000 micro-USD (the list, 2026-11-01)",
  ],
  [
    "a region that nobody knows may have one",
    india,
    "x",
    { ...local, region: undefined, prices: routed },
    2_000,
    "pass price/IN: 1 x 2000 micro-USD; 2000 micro-USD (the list, 2026-11-01)",
  ],
  [
    "no entity id, no local route",
    india,
    "x",
    { region: "ap-south-1", prices: routed },
    60_000,
    "pass price/IN: 1 x 60000 micro-USD; 60000 micro-USD (the list, 2026-11-01)",
  ],
  [
    "a price by the other route is none",
    india,
    "x",
    { prices: priceBookOf([of("IN", 2_000, { route: "local" })]), unpriced: "refuse" },
    null,
    "refuse price: no price for IN by the international route; The price book has no price for IN by the international route, and texts without a price are not sent; add one to the price book.",
  ],
  [
    "a country without a price costs an unknown sum",
    america,
    "x",
    {},
    null,
    "warning price: no price for US; the cost is unknown; add a price to the price book",
  ],
  [
    "or that of the dearest, for each part",
    america,
    "x".repeat(200),
    { unpriced: "highest" },
    180_000,
    "warning price: no price for US; 180000 micro-USD assumed, as for DE, the dearest",
  ],
  [
    "which an empty book has not",
    america,
    "x",
    { unpriced: "highest", prices: new Map() },
    null,
    "warning price: no price for US; the cost is unknown; add a price to the price book",
  ],
  [
    "or is refused",
    america,
    "x",
    { unpriced: "refuse" },
    null,
    "refuse price: no price for US; The price book has no price for US, and texts without a price are not sent; add one to the price book.",
  ],
])("%s", (_, to, body, facts, micros, said) => {
  const decision = decided({ to, content: text(body) }, { prices, originationNumber: "+18885550100", ...facts });
  const found = decision.trace.find(({ rule }) => rule.startsWith("price"));
  expect(found && `${found.verdict} ${found.rule}: ${found.observed}; ${found.consequence}`).toBe(said);
  expect(decision.plan.estimatedCost?.micros ?? null).toBe(micros);
  if (said.startsWith("refuse")) expect(verdict(decision)).toBe("destination-not-allowed");
});
