import { columnOf, reasonOf, type RecipientColumn } from "./recipient-code.js";

/** Recipients by column; `total` is always the sum of the others. */
export type CampaignCounts = Readonly<Record<RecipientColumn | "total", number>>;

const none: Record<RecipientColumn | "total", number> = {
  total: 0,
  waiting: 0,
  sending: 0,
  sent: 0,
  delivered: 0,
  undelivered: 0,
  failed: 0,
  refused: 0,
  inDoubt: 0,
  cancelled: 0,
};

/** Sums a ledger's counters, which are kept by byte. */
export const countsOf = (byCode: ReadonlyMap<number, number>): CampaignCounts => {
  const counts = { ...none };
  for (const [code, count] of byCode) {
    counts[columnOf(code)] += count;
    counts.total += count;
  }
  return counts;
};

/** Recipients that ended without a text, by reason. */
export const reasonCountsOf = (byCode: ReadonlyMap<number, number>): Readonly<Record<string, number>> =>
  Object.fromEntries(
    [...byCode].flatMap(([code, count]) => {
      const reason = reasonOf(code);
      return reason === null || count === 0 ? [] : [[reason, count]];
    }),
  );
