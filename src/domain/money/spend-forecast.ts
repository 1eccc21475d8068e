const dayMs = 86_400_000;

/** Spending of each day, by its date. */
export type SpentByDay = ReadonlyMap<string, number>;

export interface SpendForecast {
  /** Micro-USD at the end of the month. */
  readonly micros: number;
  /** The basis of the forecast, in words for a person. */
  readonly basis: "weekdays of the last 4 weeks" | "the last 7 days";
  /** The days still to come, the rest of today included. */
  readonly byDay: readonly { readonly day: string; readonly micros: number }[];
}

const dateOf = (at: number): string => new Date(at).toISOString().slice(0, 10);
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** The last days up to yesterday, from the first on which anything was spent; no day before it tells anything. */
const known = (spent: SpentByDay, today: number): readonly { readonly at: number; readonly micros: number }[] => {
  const days = Array.from({ length: 28 }, (_, back) => today - (28 - back) * dayMs);
  const first = days.findIndex((at) => spent.has(dateOf(at)));
  return first === -1 ? [] : days.slice(first).map((at) => ({ at, micros: spent.get(dateOf(at)) ?? 0 }));
};

/**
 * Forecasts the cost of the month: the cost so far, and for each day to come the mean of the same weekday in the last
 * four weeks. Where the weekdays are not known, the mean of the last seven days stands in. Undefined with fewer than
 * three days of data.
 */
export const spendForecast = (spentSoFar: number, spent: SpentByDay, today: string): SpendForecast | undefined => {
  const at = Date.parse(today);
  const days = known(spent, at);
  if (days.length < 3) return undefined;
  const byWeekday = days.length === 28;
  const month = today.slice(0, 7);
  const expected = (day: number): number =>
    byWeekday
      ? mean(
          days.filter((one) => new Date(one.at).getUTCDay() === new Date(day).getUTCDay()).map(({ micros }) => micros),
        )
      : mean(days.slice(-7).map(({ micros }) => micros));
  const byDay: { day: string; micros: number }[] = [];
  for (let day = at; dateOf(day).startsWith(month); day += dayMs) {
    const already = day === at ? (spent.get(today) ?? 0) : 0;
    byDay.push({ day: dateOf(day), micros: Math.round(Math.max(0, expected(day) - already)) });
  }
  return {
    micros: spentSoFar + byDay.reduce((sum, { micros }) => sum + micros, 0),
    basis: byWeekday ? "weekdays of the last 4 weeks" : "the last 7 days",
    byDay,
  };
};

/** The first day on which the limit is passed, if it is. */
export const runsOutOn = (spentSoFar: number, limit: number, { byDay }: SpendForecast): string | undefined => {
  let sum = spentSoFar;
  for (const { day, micros } of byDay) {
    sum += micros;
    if (sum > limit) return day;
  }
  return undefined;
};
