import { expect, test } from "vitest";
import { createMemoryReceiptIndex } from "../../../src/adapters/memory/receipt-index.js";
import { createMemoryReceiptProgress } from "../../../src/adapters/memory/receipt-progress.js";
import { CallBudget } from "../../../src/application/receipts/call-budget.js";
import { createReadRange } from "../../../src/application/receipts/read-range.js";
import { movedClock } from "../../support/moved-clock.js";
import { receiptStage } from "../../support/receipt-stage.js";

const line = (messageId: string) =>
  JSON.stringify({ status: "SUCCESS", notification: { messageId }, delivery: { dwellTimeMs: 5 } });

/** A log of one page, and an index that keeps one receipt without its text. */
const reading = (ids: readonly string[]) => {
  const clock = movedClock();
  const stage = receiptStage(clock, { receiptIndex: createMemoryReceiptIndex({ clock, mostKept: 1 }) });
  const range = createReadRange({
    ...stage,
    budget: new CallBudget(clock, 2),
    receiptProgress: createMemoryReceiptProgress({ clock }),
    receiptSource: {
      logs: async () => ["log"],
      page: async () => ({ lines: ids.map((id) => ({ id, at: clock.now(), text: line(id) })), next: undefined }),
      close: () => undefined,
    },
  });
  const read = () =>
    range({ log: "log", from: clock.now(), to: clock.now() }, async () => true, new AbortController().signal);
  return { ...stage, read };
};

test("a receipt that came before its text while others fill the room to wait is taken when its log is read again", async () => {
  const { counted, read, sent, told } = reading(["of-another-system", "p-1"]);
  await read();
  expect(Object.fromEntries(counted)).toEqual({ unmatched: 1, unkept: 1 });
  await sent("m-1", "p-1");
  expect(told("sms.delivered")).toEqual([]);
  await read();
  expect(told("sms.delivered")).toMatchObject([{ messageId: "m-1" }]);
  await read();
  expect(Object.fromEntries(counted)).toEqual({ unmatched: 1, unkept: 1, "carrier-accepted": 1 });
});
