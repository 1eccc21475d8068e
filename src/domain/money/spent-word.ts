import { spendPeriodsAt } from "./spend-periods.js";

/** The provider's word in a receipt that its own monthly limit is spent. Instants are epoch ms. */
export interface SpentWord {
  readonly at: number;
  /** The account's limit at that time, micro-USD; null where it does not tell. */
  readonly limit: number | null;
  /** Nothing is sent until then, unless the limit changes before. */
  readonly until: number;
}

const hourMs = 3_600_000;

/**
 * The word of a receipt from `at` that the limit is spent. Undefined where the receipt is too old to stop texts: the
 * limit may have been raised since, and newer receipts say so if it is still spent. The provider's month is the
 * calendar month of UTC. Where the service cannot read the limit, the word holds for an hour.
 */
export const spentWordOf = (at: number, now: number, limit: number | undefined): SpentWord | undefined => {
  const monthEnds = spendPeriodsAt("UTC", now).monthEnds.getTime();
  const sameMonth = spendPeriodsAt("UTC", at).monthEnds.getTime() === monthEnds;
  if (now - at > hourMs || !sameMonth) return undefined;
  return { at, limit: limit ?? null, until: limit === undefined ? Math.min(now + hourMs, monthEnds) : monthEnds };
};

/** The account has another limit than the one that was spent. */
export const isLifted = (word: SpentWord, limit: number | undefined): boolean =>
  word.limit !== null && limit !== undefined && limit !== word.limit;
