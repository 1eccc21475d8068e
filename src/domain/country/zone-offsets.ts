/** A stretch of time, `from` included and `to` excluded, through which a zone's local time is UTC + `offsetMs`. */
export interface OffsetSpan {
  readonly from: number;
  readonly to: number;
  readonly offsetMs: number;
}

const dayMs = 86_400_000;
/** `GMT`, `GMT+05:30`, `GMT-00:44:30` at the end of Intl's output. */
const longOffset = /GMT(?:([+-])(\d{2}):(\d{2})(?::(\d{2}))?)?$/u;

const probeOf = (zone: string): ((instant: number) => number) => {
  const format = new Intl.DateTimeFormat("en-US", { timeZone: zone, timeZoneName: "longOffset" });
  return (instant) => {
    const [, sign, hours = "0", minutes = "0", seconds = "0"] = longOffset.exec(format.format(instant))!;
    const size = ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1_000;
    return sign === "-" ? -size : size;
  };
};

/** The first instant after `before` at which the offset is no longer `offsetMs`, known to be passed at `after`. */
const changeBetween = (probe: (instant: number) => number, before: number, after: number, offsetMs: number): number => {
  let low = before;
  let high = after;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (probe(middle) === offsetMs) low = middle;
    else high = middle;
  }
  return high;
};

/** A day never holds two changes of a zone that undo each other, so a probe a day finds every one. */
const yearOf = (probe: (instant: number) => number, year: number): readonly OffsetSpan[] => {
  const end = Date.UTC(year + 1, 0);
  const spans: OffsetSpan[] = [];
  let from = Date.UTC(year, 0);
  let offsetMs = probe(from);
  for (let day = from; day < end; day += dayMs) {
    const next = probe(day + dayMs);
    if (next === offsetMs) continue;
    const to = changeBetween(probe, day, day + dayMs, offsetMs);
    spans.push({ from, to, offsetMs });
    from = to;
    offsetMs = next;
  }
  return from < end ? [...spans, { from, to: end, offsetMs }] : spans;
};

const probes = new Map<string, (instant: number) => number>();
const years = new Map<string, Map<number, readonly OffsetSpan[]>>();

const spansOfYear = (zone: string, year: number): readonly OffsetSpan[] => {
  let ofZone = years.get(zone);
  if (ofZone === undefined) {
    ofZone = new Map();
    years.set(zone, ofZone);
    probes.set(zone, probeOf(zone));
  }
  let spans = ofZone.get(year);
  if (spans === undefined) {
    spans = yearOf(probes.get(zone)!, year);
    ofZone.set(year, spans);
  }
  return spans;
};

/**
 * The offsets of an IANA zone from `from` to `to` (epoch ms), in order and without gaps; the first and the last span may
 * reach further. Asking Intl is slow, so a zone's year is asked once and remembered.
 */
export const offsetSpans = (zone: string, from: number, to: number): readonly OffsetSpan[] => {
  const spans: OffsetSpan[] = [];
  for (let year = new Date(from).getUTCFullYear(); year <= new Date(to).getUTCFullYear(); year++)
    for (const span of spansOfYear(zone, year)) if (span.to > from && span.from < to) spans.push(span);
  return spans;
};

/** The offset of a zone from UTC at an instant, in ms: add it to get local time. */
export const offsetAt = (zone: string, instant: number): number =>
  spansOfYear(zone, new Date(instant).getUTCFullYear()).find(({ to }) => instant < to)!.offsetMs;
