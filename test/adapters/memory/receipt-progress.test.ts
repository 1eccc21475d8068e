import { createMemoryReceiptProgress } from "../../../src/adapters/memory/receipt-progress.js";
import { receiptProgressContract } from "../../contracts/receipt-progress.contract.js";
import { unparsedReceiptsContract } from "../../contracts/unparsed-receipts.contract.js";
import { createMemoryUnparsedReceipts } from "../../../src/adapters/memory/unparsed-receipts.js";
import { movedClock } from "../../support/moved-clock.js";

const close = async () => undefined;

receiptProgressContract("memory", async () => {
  const clock = movedClock();
  return { progress: createMemoryReceiptProgress({ clock }), advance: clock.advance, close };
});

unparsedReceiptsContract("memory", async () => {
  const clock = movedClock(Date.now());
  const { advance, now } = clock;
  return { unparsed: createMemoryUnparsedReceipts({ clock }), advance, now, close };
});
