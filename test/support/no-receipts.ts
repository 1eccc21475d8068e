import type { ReceiptNeeds } from "../../src/adapters/http/receipt-routes.js";

/** Doors of receipts behind which nothing is. */
export const noReceipts: Omit<ReceiptNeeds, "caller"> = {
  classify: () => "unclassified",
  reconcile: async () => {
    throw new Error("nothing to reconcile");
  },
  replayReceipts: () => "off",
  takeLine: async () => "unparsed",
  takeReceipt: async () => "unmatched",
  unparsedReceipts: { keep: async () => undefined, list: async () => [] },
};
