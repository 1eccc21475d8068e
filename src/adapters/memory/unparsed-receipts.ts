import type { Clock } from "../../application/ports/clock.js";
import { receiptsComeMs } from "../../application/ports/receipt-index.js";
import {
  longestUnparsed,
  mostUnparsed,
  type UnparsedReceipt,
  type UnparsedReceipts,
} from "../../application/ports/unparsed-receipts.js";

/** In this process only. */
export const createMemoryUnparsedReceipts = ({ clock }: { readonly clock: Pick<Clock, "now"> }): UnparsedReceipts => {
  let kept: readonly UnparsedReceipt[] = [];
  const young = () => kept.filter(({ at }) => clock.now().getTime() - at.getTime() < receiptsComeMs);
  return {
    keep: async (unparsed) => {
      kept = [{ ...unparsed, text: unparsed.text.slice(0, longestUnparsed) }, ...young()].slice(0, mostUnparsed);
    },
    list: async (limit) => young().slice(0, limit),
    forget: async (theirs) => {
      const before = kept.length;
      kept = kept.filter(({ text }) => !theirs(text));
      return before - kept.length;
    },
  };
};
