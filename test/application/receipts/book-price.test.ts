import { expect, test } from "vitest";
import { noLimits } from "../../../src/adapters/files/no-limits.js";
import type { SpendLine } from "../../../src/domain/money/spend-line.js";
import type { Receipt } from "../../../src/domain/receipt/receipt.js";
import { ManualClock } from "../../support/manual-clock.js";
import { receiptStage } from "../../support/receipt-stage.js";

const receipt = (micros: number | null, status: Receipt["status"] = "delivered"): Receipt => ({
  ...{ provider: "sns", providerMessageId: "p-1", messageId: undefined, status, at: new Date(1_764_000_002_500) },
  ...{ response: "delivered_to_handset", carrier: null, parts: 2, micros },
});
const line = (scope: string, period: string): SpendLine => ({
  ...{ scope, period, limit: 13_000, kept: 0, resetsAt: undefined },
});

const stage = async (campaignId: string | null = null) => {
  const clock = new ManualClock(new Date("2026-11-22T20:00:00Z"));
  const money = { ...noLimits.money, zone: "Asia/Kolkata", country: new Map([["IN", { day: 13_000 }]]) };
  const all = receiptStage(clock, { limits: { ...noLimits, money } });
  // Booked with its estimate. 20:00 UTC is the next day in Kolkata.
  const lines = [
    ...[line("month", "2026-11"), line("day", "2026-11-23"), line("country/IN/day", "2026-11-23")],
    ...(campaignId === null ? [] : [line(`campaign/${campaignId}`, "all")]),
  ];
  const charge = { messageId: "m-1", send: 1, micros: 12_900, isCode: false, lines, books: [] };
  const books = [...new Set(lines.map(({ scope, period }) => (period === "all" ? scope : period)))];
  await all.moneyLedger.reserve({ ...charge, books });
  await all.moneyLedger.settle({ ...charge, books }, 12_900);
  await all.sent("m-1", "p-1", { campaignId });
  const spent = async () =>
    Object.fromEntries(
      (await Promise.all(books.map((book) => all.moneyLedger.book(book)))).flatMap((book) =>
        [...book].map(([scope, standing]) => [scope, standing.spent]),
      ),
    );
  return { ...all, spent };
};

test.each([
  ["dearer than its estimate, over the limit", [receipt(14_000)], 14_000],
  ["cheaper", [receipt(9_000)], 9_000],
  ["free", [receipt(0)], 0],
  ["a price that a better proof corrects", [receipt(14_000, "carrier-accepted"), receipt(13_500)], 13_500],
  ["the same receipt again and again", [receipt(14_000), receipt(14_000), receipt(14_000)], 14_000],
  ["a receipt without a price", [receipt(null)], 12_900],
  ["a price in another unit", [receipt(12_900_000_000)], 12_900],
] as const)("%s", async (_, receipts, spent) => {
  const { takeReceipt, spent: now } = await stage();
  for (const one of receipts) await takeReceipt(one);
  expect(await now()).toEqual({ month: spent, day: spent, "country/IN/day": spent });
});

test("a campaign with a budget is booked too, one without has no sum", async () => {
  const budgeted = await stage("summer-26");
  await budgeted.takeReceipt(receipt(14_000));
  expect(await budgeted.spent()).toMatchObject({ "campaign/summer-26": 14_000 });
  const free = await stage();
  await free.sent("m-2", "p-2", { campaignId: "autumn-26" });
  await free.takeReceipt({ ...receipt(14_000), providerMessageId: "p-2" });
  expect((await free.moneyLedger.book("campaign/autumn-26")).size).toBe(0);
});

test("a store that is away leaves the estimate, and ends nothing", async () => {
  const all = await stage();
  all.moneyLedger.adjust = async () => {
    throw new Error("away");
  };
  expect(await all.takeReceipt(receipt(14_000))).toBe("moved");
  expect(await all.spent()).toMatchObject({ month: 12_900 });
});
