import { dayText } from "../instant-text.js";
import type { MessageClass } from "../message-class.js";

/** The texts that are added up together: those sent on one day (UTC, `2026-11-26`) to one country (`ZZ`: none known). */
export interface SumScope {
  readonly day: string;
  readonly country: string;
  readonly class: MessageClass;
}

/** Totals, in texts, parts and micro-USD. */
export interface PriceCounts {
  /** Texts that were handed over, and their estimated cost. */
  readonly sent: number;
  readonly sentEstimate: number;
  /** Texts with any receipt. */
  readonly heard: number;
  /** Texts with a price on a receipt: their estimate, their parts, and their actual cost. */
  readonly priced: number;
  readonly pricedEstimate: number;
  readonly pricedParts: number;
  readonly actual: number;
}

export type PriceSum = SumScope & PriceCounts;

/** Names of the totals, in the order they are stored. */
export const priceCounts = [
  "sent",
  "sentEstimate",
  "heard",
  "priced",
  "pricedEstimate",
  "pricedParts",
  "actual",
] as const satisfies readonly (keyof PriceCounts)[];

export const noCounts: PriceCounts = {
  ...{ sent: 0, sentEstimate: 0, heard: 0, priced: 0, pricedEstimate: 0, pricedParts: 0, actual: 0 },
};

export const addCounts = (a: PriceCounts, b: PriceCounts): PriceCounts => ({
  sent: a.sent + b.sent,
  sentEstimate: a.sentEstimate + b.sentEstimate,
  heard: a.heard + b.heard,
  priced: a.priced + b.priced,
  pricedEstimate: a.pricedEstimate + b.pricedEstimate,
  pricedParts: a.pricedParts + b.pricedParts,
  actual: a.actual + b.actual,
});

const dayMs = 86_400_000;

/** Every day from the first to the last, both included. */
export const daysBetween = (from: Date, to: Date): readonly string[] => {
  const days: string[] = [];
  const last = Math.floor(to.getTime() / dayMs);
  for (let day = Math.floor(from.getTime() / dayMs); day <= last; day += 1) days.push(dayText(day * dayMs));
  return days;
};
