import { expect, test } from "vitest";
import { createMemoryReceiptIndex } from "../../../src/adapters/memory/receipt-index.js";
import { createReadDrifts } from "../../../src/application/receipts/read-drifts.js";
import { createWatchPrices } from "../../../src/application/receipts/watch-prices.js";
import { advance, sentState } from "../../../src/domain/receipt/receipt-state.js";
import { dayText } from "../../../src/domain/instant-text.js";
import { noCounts } from "../../../src/domain/receipt/price-sum.js";
import { ManualClock } from "../../support/manual-clock.js";
import { silentLog } from "../../support/silent-log.js";

const hour = 3_600_000;

const stage = () => {
  const clock = new ManualClock();
  const receiptIndex = createMemoryReceiptIndex({ clock });
  const warned: object[] = [];
  const watch = createWatchPrices({
    clock,
    log: { ...silentLog, warn: (fields) => void warned.push(fields) },
    readDrifts: createReadDrifts({ clock, receiptIndex }),
  });
  let serial = 0;
  /** Texts of one part whose receipts tell that price. */
  const priced = async (texts: number, country: string, estimate: number, micros: number) => {
    for (let at = 0; at < texts; at += 1) {
      serial += 1;
      const providerMessageId = `p-${serial}`;
      const scope = { day: dayText(clock.now().getTime()), country, class: "transactional" } as const;
      await receiptIndex.record({ providerMessageId, messageId: `m-${serial}`, scope, estimateMicros: estimate });
      const { state } = advance(sentState, {
        ...{ provider: "sns", providerMessageId, messageId: undefined, status: "delivered", at: clock.now() },
        ...{ response: null, carrier: null, parts: 1, micros },
      });
      const change = { ...noCounts, heard: 1, priced: 1, pricedEstimate: estimate, pricedParts: 1, actual: micros };
      await receiptIndex.move(providerMessageId, (await receiptIndex.find(providerMessageId))!, state, scope, change);
    }
  };
  return { clock, priced, warned, watch };
};

test("an entry that is off is warned of within the hour, with its line, once a day", async () => {
  const { clock, priced, warned, watch } = stage();
  const stop = new AbortController();
  const run = watch(stop.signal);
  await priced(99, "IN", 6_450, 7_500);
  await priced(100, "GB", 40_000, 40_000);
  await clock.advance(hour);
  expect(warned).toEqual([]);
  await priced(1, "IN", 6_450, 7_500);
  await clock.advance(hour);
  const correction = `{"country":"IN","class":"transactional","micros":7500,"source":"receipts of 100 texts","asOf":"${dayText(clock.now().getTime())}"}`;
  expect(warned).toEqual([{ country: "IN", class: "transactional", texts: 100, ratio: 7_500 / 6_450, correction }]);
  await clock.advance(23 * hour);
  expect(warned).toHaveLength(1);
  await clock.advance(hour);
  expect(warned).toHaveLength(2);
  stop.abort();
  await clock.until(run);
});

test("a store that is away ends nothing: the next hour looks again", async () => {
  const clock = new ManualClock();
  let asked = 0;
  const readDrifts = async () => {
    asked += 1;
    throw new Error("away");
  };
  const stop = new AbortController();
  const run = createWatchPrices({ clock, log: silentLog, readDrifts })(stop.signal);
  await clock.advance(2 * hour);
  expect(asked).toBe(3);
  stop.abort();
  await clock.until(run);
});
