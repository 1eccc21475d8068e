import { readDeliveryLog } from "../../domain/receipt/delivery-log.js";
import { isEumEvent, readEumEvent } from "../../domain/receipt/eum-event.js";
import type { Classify } from "../../domain/receipt/provider-response.js";
import type { Clock } from "../ports/clock.js";
import type { ReceiptMeters } from "../ports/receipt-meters.js";
import { longestUnparsed, type UnparsedReceipts } from "../ports/unparsed-receipts.js";
import type { Taken, TakeReceipt } from "./take-receipt.js";

/** Takes one line of a provider's log, or one event it pushed. `at`: the log's own time of it. Rejects as `TakeReceipt`. */
export type TakeLine = (text: string, at?: Date | undefined) => Promise<Taken | "early" | "unparsed">;

interface LineNeeds {
  readonly classify: Classify;
  readonly clock: Clock;
  readonly receiptMeters: ReceiptMeters;
  readonly takeReceipt: TakeReceipt;
  readonly unparsedReceipts: UnparsedReceipts;
}

export const createTakeLine =
  ({ classify, clock, receiptMeters, takeReceipt, unparsedReceipts }: LineNeeds): TakeLine =>
  async (text, at) => {
    const read = isEumEvent(text) ? readEumEvent(text) : readDeliveryLog(text, classify, at);
    switch (read.kind) {
      case "receipt":
        return takeReceipt(read.receipt, read.addressee);
      case "early":
        return "early";
      case "unread":
        await unparsedReceipts.keep({ at: clock.now(), cause: read.cause, text: text.slice(0, longestUnparsed) });
        receiptMeters.receipt("unparsed");
        return "unparsed";
    }
  };
