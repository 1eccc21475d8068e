import type { HoursWindow } from "./country-rules.js";
import { offsetSpans } from "./zone-offsets.js";

/** The answer for an instant: allowed or quiet; `until` is the first later instant (epoch ms) that suits every zone. */
export type QuietHours =
  | { readonly kind: "open" }
  | { readonly kind: "closed"; readonly until: number }
  /** No instant of the coming week suits every zone that the number may be in. */
  | { readonly kind: "never" };

/** Epoch ms, `from` included and `to` excluded. */
interface Opening {
  readonly from: number;
  readonly to: number;
}

const minuteMs = 60_000;
const dayMs = 86_400_000;
/** The rules repeat weekly; one day more covers a week in which the clocks change. */
const horizonMs = 8 * dayMs;

/**
 * Open stretches of one zone. Within a span of constant offset local time runs evenly, so each span's windows are cut
 * to it: an hour that clocks skip opens nothing, an hour that they repeat counts twice.
 */
const openingsOf = (windows: readonly HoursWindow[], zone: string, from: number, to: number): readonly Opening[] =>
  offsetSpans(zone, from, to).flatMap((span) => {
    const start = Math.max(span.from, from);
    const end = Math.min(span.to, to);
    const found: Opening[] = [];
    const firstDay = Math.floor((start + span.offsetMs) / dayMs) * dayMs;
    for (let day = firstDay; day - span.offsetMs < end; day += dayMs)
      for (const window of windows) {
        if (!window.days[new Date(day).getUTCDay()]) continue;
        const opens = Math.max(day + window.start * minuteMs - span.offsetMs, start);
        const closes = Math.min(day + window.end * minuteMs - span.offsetMs, end);
        if (opens < closes) found.push({ from: opens, to: closes });
      }
    return found;
  });

const inBoth = (some: readonly Opening[], others: readonly Opening[]): readonly Opening[] =>
  some.flatMap((one) =>
    others
      .map((other) => ({ from: Math.max(one.from, other.from), to: Math.min(one.to, other.to) }))
      .filter(({ from, to }) => from < to),
  );

interface Remembered {
  readonly day: number;
  readonly openings: readonly Opening[];
}

/** The latest day's openings by rule and zones: a campaign asks the same of every recipient. */
const remembered = new WeakMap<readonly HoursWindow[], WeakMap<readonly string[], Remembered>>();

const openingsFrom = (windows: readonly HoursWindow[], zones: readonly string[], day: number): readonly Opening[] => {
  let byZones = remembered.get(windows);
  if (byZones === undefined) {
    byZones = new WeakMap();
    remembered.set(windows, byZones);
  }
  const known = byZones.get(zones);
  if (known?.day === day) return known.openings;
  const to = day + dayMs + horizonMs;
  const openings = zones
    .map((zone) => openingsOf(windows, zone, day, to))
    .reduce(inBoth)
    .toSorted((one, other) => one.from - other.from);
  byZones.set(zones, { day, openings });
  return openings;
};

/**
 * Finds whether an instant lies in the weekly windows of every zone at once, and if not, the next instant that does.
 */
export const quietHours = (windows: readonly HoursWindow[], zones: readonly string[], instant: number): QuietHours => {
  if (zones.length === 0) return { kind: "never" };
  const day = Math.floor(instant / dayMs) * dayMs;
  const next = openingsFrom(windows, zones, day).find(({ to }) => instant < to);
  if (next === undefined) return { kind: "never" };
  return next.from <= instant ? { kind: "open" } : { kind: "closed", until: next.from };
};
