import type { MessageClass } from "../message-class.js";
import { addCounts, noCounts, type PriceCounts, type PriceSum } from "./price-sum.js";

/** The price of a part by the price book, and by the provider. */
export interface PriceDrift {
  readonly country: string;
  readonly class: MessageClass;
  readonly texts: number;
  /** Actual by estimate: 1.085 is 8.5 % dearer than the book says. */
  readonly ratio: number;
  /** Micro-USD of a part, by the receipts. */
  readonly micros: number;
}

/** With fewer texts a drift proves little. */
const leastTexts = 100;
const mostDrift = 0.1;

/** Adds up sums that have the same `keyOf`. */
export const sumBy = (
  sums: readonly PriceSum[],
  keyOf: (sum: PriceSum) => string,
): ReadonlyMap<string, PriceCounts> => {
  const all = new Map<string, PriceCounts>();
  for (const sum of sums) all.set(keyOf(sum), addCounts(all.get(keyOf(sum)) ?? noCounts, sum));
  return all;
};

/** Actual by estimate of the texts that have both; undefined where there are none. */
export const driftRatio = ({ actual, pricedEstimate }: PriceCounts): number | undefined =>
  pricedEstimate === 0 ? undefined : actual / pricedEstimate;

/** One drift for every country that has texts with a price. */
export const driftByCountry = (sums: readonly PriceSum[]): ReadonlyMap<string, number> =>
  new Map(
    [...sumBy(sums, ({ country }) => country)].flatMap(([country, counts]) => {
      const ratio = driftRatio(counts);
      return ratio === undefined ? [] : [[country, ratio] as const];
    }),
  );

/** The entries of the price book that are off by more than 10 % over 100 texts or more. */
export const priceDrifts = (sums: readonly PriceSum[]): readonly PriceDrift[] =>
  [...sumBy(sums, (sum) => `${sum.country}/${sum.class}`)].flatMap(([key, counts]) => {
    const ratio = driftRatio(counts);
    if (ratio === undefined || counts.priced < leastTexts || counts.pricedParts === 0) return [];
    // In whole numbers: at exactly 10 % a float would decide by its last bit.
    if (Math.abs(counts.actual - counts.pricedEstimate) * 10 <= counts.pricedEstimate * mostDrift * 10) return [];
    const [country = "", of] = key.split("/");
    const micros = Math.round(counts.actual / counts.pricedParts);
    return [{ country, class: of as MessageClass, texts: counts.priced, ratio, micros }];
  });

/** The line to paste into the price book. */
export const correctedLine = ({ country, class: of, micros, texts }: PriceDrift, day: string): string =>
  JSON.stringify({ country, class: of, micros, source: `receipts of ${texts} texts`, asOf: day });

/** An entry of the price book that is off, with the line to paste in its place. */
export type CorrectedDrift = PriceDrift & { readonly correction: string };

export const correctedDrifts = (sums: readonly PriceSum[], day: string): readonly CorrectedDrift[] =>
  priceDrifts(sums).map((drift) => ({ ...drift, correction: correctedLine(drift, day) }));
