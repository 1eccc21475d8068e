import { createMemoryReceiptIndex } from "../../../src/adapters/memory/receipt-index.js";
import { receiptIndexContract } from "../../contracts/receipt-index.contract.js";
import { movedClock } from "../../support/moved-clock.js";

receiptIndexContract("memory", 100, async () => {
  const clock = movedClock();
  return {
    index: createMemoryReceiptIndex({ clock, mostKept: 100 }),
    now: () => clock.now(),
    advance: clock.advance,
    close: async () => undefined,
  };
});
