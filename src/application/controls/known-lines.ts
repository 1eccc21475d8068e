import type { MoneyLimits } from "../../domain/money/money-limits.js";
import { type SpendLine, type SpentText, spendLinesOf } from "../../domain/money/spend-line.js";
import { spendPeriodsAt } from "../../domain/money/spend-periods.js";
import { booksOf } from "../ports/money-ledger.js";

/** The sums that texts of one kind count towards, and the books of these. */
export interface KnownLines {
  readonly lines: readonly SpendLine[];
  readonly books: readonly string[];
}

interface Day extends KnownLines {
  /** Epoch ms. */
  readonly from: number;
  readonly until: number;
}

/** Kinds that are remembered at once: callers and campaigns come and go. */
const mostKinds = 1_000;
const kinds = new WeakMap<MoneyLimits, Map<string, Day>>();

/**
 * No two kinds have one name: the caller's stands last, and nobody is not called `undefined`. Callers without a limit are one
 * kind: an event may give any text, of any length, for one.
 */
const kindOf = (limits: MoneyLimits, { caller, campaign, class: of, country }: SpentText): string =>
  `${of}|${country ?? ""}|${campaign?.id ?? ""}|${campaign?.budgetMicros ?? ""}|${caller === undefined || !limits.caller.has(caller) ? "" : `=${caller}`}`;

/** Lines and books of a text. They are the same objects for all texts of its kind on one day, so that a store writes them once. */
export const knownLines = (limits: MoneyLimits, text: SpentText, now: number): KnownLines => {
  const days = kinds.get(limits) ?? new Map<string, Day>();
  const kind = kindOf(limits, text);
  const known = days.get(kind);
  if (known !== undefined && now >= known.from && now < known.until) return known;
  if (days.size >= mostKinds) days.clear();
  const periods = spendPeriodsAt(limits.zone, now);
  const lines = spendLinesOf(limits, text, periods);
  const day = { lines, books: booksOf(lines), from: now, until: periods.dayEnds.getTime() };
  days.set(kind, day);
  kinds.set(limits, days);
  return day;
};
