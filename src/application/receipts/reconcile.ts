import { dayText } from "../../domain/instant-text.js";
import { correctedDrifts, driftRatio } from "../../domain/receipt/price-drift.js";
import { addCounts, daysBetween, noCounts, type PriceCounts, type PriceSum } from "../../domain/receipt/price-sum.js";
import type { Clock } from "../ports/clock.js";
import type { ReceiptIndex } from "../ports/receipt-index.js";

export type ReconciledSum = PriceSum & { readonly ratio: number | null };

/** Estimates and the actual prices of receipts, micro-USD, by day, country and class. */
export interface Reconciled {
  readonly sums: readonly ReconciledSum[];
  readonly total: PriceCounts & { readonly ratio: number | null };
  /** Texts without a receipt: their number, and the first of those the index still holds. */
  readonly missing: { readonly texts: number; readonly messageIds: readonly string[] };
  /** Lines for the price book, where it is off by more than 10 % over 100 texts. */
  readonly corrections: readonly string[];
}

export type Reconcile = (from: Date, to: Date) => Promise<Reconciled>;

const mostNamed = 100;
export const mostReconciledMs = 100 * 86_400_000;

export const createReconcile =
  ({ clock, receiptIndex }: { readonly clock: Clock; readonly receiptIndex: ReceiptIndex }): Reconcile =>
  async (from, to) => {
    const days = daysBetween(from, to);
    const sums = await receiptIndex.sums(days);
    const total = sums.reduce<PriceCounts>(addCounts, noCounts);
    const messageIds: string[] = [];
    for (const day of days.toReversed())
      if (messageIds.length < mostNamed)
        messageIds.push(...(await receiptIndex.unheard(day, mostNamed - messageIds.length)));
    const sorted = sums.toSorted((a, b) =>
      `${a.day}/${a.country}/${a.class}` < `${b.day}/${b.country}/${b.class}` ? -1 : 1,
    );
    return {
      sums: sorted.map((sum) => ({ ...sum, ratio: driftRatio(sum) ?? null })),
      total: { ...total, ratio: driftRatio(total) ?? null },
      missing: { texts: total.sent - total.heard, messageIds },
      corrections: correctedDrifts(sums, dayText(clock.now().getTime())).map(({ correction }) => correction),
    };
  };
