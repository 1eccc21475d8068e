import { expect, test } from "vitest";
import { createReconcile } from "../../../src/application/receipts/reconcile.js";
import { ManualClock } from "../../support/manual-clock.js";
import { receiptStage } from "../../support/receipt-stage.js";

const success = "Message has been accepted by phone carrier";

/** A line of SNS' delivery log, its price as SNS writes it. */
const line = (providerMessageId: string, price: string, parts: number, at: Date): string =>
  `{"notification":{"messageId":"${providerMessageId}","timestamp":"${at.toISOString().replace("T", " ").slice(0, -1)}"},` +
  `"delivery":{"destination":"+919876543210","priceInUSD":${price},"smsType":"Transactional","numberOfMessageParts":${parts},` +
  `"providerResponse":"${success}"},"status":"SUCCESS"}`;

/** Prices whose sum of floats is not their sum: 0.00645 × 3 = 0.019350000000000003. */
const texts = [
  ["m-1", "p-1", 6_450, "0.00645", 1],
  ["m-2", "p-2", 12_900, "0.0129", 2],
  ["m-3", "p-3", 12_900, "0.0140", 2],
  ["m-4", "p-4", 19_350, "1.935e-2", 3],
  ["m-5", "p-5", 6_450, "0.006450", 1],
] as const;

const stage = async (given: readonly (typeof texts)[number][]) => {
  const clock = new ManualClock();
  const all = receiptStage(clock);
  for (const [messageId, providerMessageId, micros] of given)
    await all.sent(messageId, providerMessageId, { estimatedCost: { micros, currency: "USD" } });
  const hear = async (heard: readonly (typeof texts)[number][]) => {
    for (const [, providerMessageId, , price, parts] of heard)
      expect(await all.takeLine(line(providerMessageId, price, parts, clock.now()))).toBe("moved");
  };
  const reconcile = createReconcile({ clock, receiptIndex: all.receiptIndex });
  return { clock, hear, today: () => reconcile(clock.now(), clock.now()) };
};

test("its sums are the receipts' own, to the micro, and texts without a receipt are named", async () => {
  const { hear, today } = await stage(texts);
  await hear(texts.slice(0, 4));
  expect(await today()).toMatchObject({
    total: { sent: 5, heard: 4, sentEstimate: 58_050, pricedEstimate: 51_600, actual: 52_700, pricedParts: 8 },
    missing: { texts: 1, messageIds: ["m-5"] },
    corrections: [],
  });
  await hear(texts.slice(4));
  expect(await today()).toMatchObject({ total: { actual: 59_150, heard: 5 }, missing: { texts: 0, messageIds: [] } });
});

test.each([
  ["0.00645 a part, of two parts", [texts[1]], "1.000"],
  ["0.0140 where 0.0129 was estimated", [texts[2]], "1.085"],
])("%s: the drift is actual by estimate", async (_, given, ratio) => {
  const { hear, today } = await stage(given);
  await hear(given);
  const { sums, total } = await today();
  expect([total.ratio?.toFixed(3), sums[0]?.ratio?.toFixed(3)]).toEqual([ratio, ratio]);
});

test("a day without a text is empty, and has no ratio", async () => {
  const { today } = await stage([]);
  expect(await today()).toMatchObject({ sums: [], total: { sent: 0, ratio: null }, missing: { texts: 0 } });
});
