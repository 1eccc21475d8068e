/** The word of receipts on one number, as instants in epoch ms; 0 where there is none. */
export interface NumberHistory {
  /** The last text that reached it, as far as it was noted. */
  readonly reachedAt: number;
  /** The first and the last text since then that found no such number. */
  readonly firstFailure: number;
  readonly lastFailure: number;
}

export const noHistory: NumberHistory = { reachedAt: 0, firstFailure: 0, lastFailure: 0 };

/** A phone that is off or abroad for some days is not gone. */
const leastApartMs = 7 * 86_400_000;

/**
 * After 45 days a carrier may give a disconnected number to somebody else (47 CFR 52.15(f)(1)(ii)); older findings are
 * about another person.
 */
export const historyLivesMs = 45 * 86_400_000;

/** A text to the number failed: there seems to be no such number. */
export const withFailure = (history: NumberHistory, at: number): NumberHistory =>
  at <= history.reachedAt
    ? history
    : {
        ...history,
        firstFailure: history.firstFailure === 0 ? at : Math.min(history.firstFailure, at),
        lastFailure: Math.max(history.lastFailure, at),
      };

/** A text reached the number: failures up to then say nothing any more. */
export const withReach = (history: NumberHistory, at: number): NumberHistory => {
  const reachedAt = Math.max(history.reachedAt, at);
  const { firstFailure, lastFailure } = history;
  if (lastFailure <= reachedAt) return { reachedAt, firstFailure: 0, lastFailure: 0 };
  return { reachedAt, firstFailure: firstFailure > reachedAt ? firstFailure : lastFailure, lastFailure };
};

/** Two texts or more failed, at least a week apart, and none between them arrived. */
export const seemsDead = ({ firstFailure, lastFailure }: NumberHistory): boolean =>
  firstFailure > 0 && lastFailure - firstFailure >= leastApartMs;
