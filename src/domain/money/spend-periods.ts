import { offsetAt } from "../country/zone-offsets.js";

/** The day and month that an instant belongs to, as the zone's calendar has them. */
export interface SpendPeriods {
  /** `2026-11`. */
  readonly month: string;
  /** `2026-11-26`. */
  readonly day: string;
  /** The first instants after them. */
  readonly monthEnds: Date;
  readonly dayEnds: Date;
}

/** The first instant of a local day: midnight, or the first instant after it where a change of the clock skips it. */
const midnight = (zone: string, year: number, month: number, day: number): number => {
  const wall = Date.UTC(year, month, day);
  const guess = wall - offsetAt(zone, wall);
  const found = wall - offsetAt(zone, guess);
  // After a gap the two guesses straddle the change; the later one is on the new day.
  return found + offsetAt(zone, found) < wall ? guess : found;
};

export const spendPeriodsAt = (zone: string, at: number): SpendPeriods => {
  const local = new Date(at + offsetAt(zone, at));
  const [year, month, day] = [local.getUTCFullYear(), local.getUTCMonth(), local.getUTCDate()];
  const text = local.toISOString();
  return {
    month: text.slice(0, 7),
    day: text.slice(0, 10),
    monthEnds: new Date(midnight(zone, year, month + 1, 1)),
    dayEnds: new Date(midnight(zone, year, month, day + 1)),
  };
};
