import { type CorrectedDrift, correctedDrifts } from "../../domain/receipt/price-drift.js";
import { dayText } from "../../domain/instant-text.js";
import type { Clock } from "../ports/clock.js";
import type { ReceiptIndex } from "../ports/receipt-index.js";
import { recentSums } from "./recent-sums.js";

/** The entries that the receipts of the last seven days contradict. Rejects while the store is away. */
export type ReadDrifts = () => Promise<readonly CorrectedDrift[]>;

interface ReadNeeds {
  readonly clock: Pick<Clock, "now">;
  readonly receiptIndex: Pick<ReceiptIndex, "sums">;
}

export const createReadDrifts =
  ({ clock, receiptIndex }: ReadNeeds): ReadDrifts =>
  async () => {
    const now = clock.now();
    return correctedDrifts(await recentSums(receiptIndex, now), dayText(now.getTime()));
  };
