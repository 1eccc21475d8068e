import type { ReceiptNeeds } from "../../src/adapters/http/receipt-routes.js";

/** Doors of receipts behind which nothing is. */
export const noReceipts: Omit<ReceiptNeeds, "caller"> = {
  classify: () => "unclassified",
  reconcile: async () => {
    throw new Error("nothing to reconcile");
  },
  replayReceipts: () => "off",
  signedEnvelopes: { open: async () => ({ kind: "refused", why: "nobody asks for it here" }) },
  takeLine: async () => "unparsed",
  takeReceipt: async () => "unmatched",
  unparsedReceipts: { keep: async () => undefined, list: async () => [], forget: async () => 0 },
};
