import { daysBetween, type PriceSum } from "../../domain/receipt/price-sum.js";
import type { ReceiptIndex } from "../ports/receipt-index.js";

const recentMs = 6 * 86_400_000;

/** Estimates and prices of the last seven days: enough texts to tell, and young enough that a mended price shows. */
export const recentSums = (receiptIndex: Pick<ReceiptIndex, "sums">, now: Date): Promise<readonly PriceSum[]> =>
  receiptIndex.sums(daysBetween(new Date(now.getTime() - recentMs), now));
