import { expect, test } from "vitest";
import { noMoneyLimits } from "../../../src/domain/money/money-limits.js";
import { spendLinesOf } from "../../../src/domain/money/spend-line.js";
import { spendPeriodsAt } from "../../../src/domain/money/spend-periods.js";

const periods = spendPeriodsAt("UTC", Date.parse("2026-11-26T10:00:00Z"));
const limits = {
  ...noMoneyLimits,
  month: 100_000_000,
  class: new Map([["promotional", { month: 40_000_000 }]] as const),
  country: new Map([["US", { day: 2_000_000 }]]),
  caller: new Map([["shop", { day: 5_000_000, month: 50_000_000 }]]),
  otpReserve: 0.1,
};
const text = {
  class: "promotional",
  country: "US",
  caller: "shop",
  campaign: { id: "summer", budgetMicros: 7 },
} as const;

test.each([
  [
    "everything that is limited, month and day always",
    text,
    [
      "month 2026-11 100000000 10000000",
      "day 2026-11-26 - 0",
      "class/promotional/month 2026-11 40000000 0",
      "country/US/day 2026-11-26 2000000 0",
      "caller/shop/month 2026-11 50000000 0",
      "caller/shop/day 2026-11-26 5000000 0",
      "campaign/summer all 7 0",
    ],
  ],
  [
    "nothing of others; a campaign's sum before it has a budget too",
    { class: "otp", country: "IN", caller: undefined, campaign: { id: "x", budgetMicros: undefined } } as const,
    ["month 2026-11 100000000 10000000", "day 2026-11-26 - 0", "campaign/x all - 0"],
  ],
])("the sums a text counts towards: %s", (_, given, expected) =>
  expect(
    spendLinesOf(limits, given, periods).map(
      ({ scope, period, limit = "-", kept }) => `${scope} ${period} ${limit} ${kept}`,
    ),
  ).toEqual(expected),
);
