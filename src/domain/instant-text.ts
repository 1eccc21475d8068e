const dayMs = 86_400_000;
const twoDigits = Array.from({ length: 100 }, (_, number) => String(number).padStart(2, "0"));

/** RFC 3339 has years of four digits; an instant before 1970 or beyond those years is a mistake. */
const lastInstant = 253_402_300_799_999;

export const isInstant = (time: number): boolean => time >= 0 && time <= lastInstant;

/** The instant itself, or the first or last one there is. */
export const nearestInstant = (time: number): number => Math.min(Math.max(time, 0), lastInstant);

/** Two days are remembered, even and odd: today and tomorrow, because most instants of a run are in one of them. */
const days = [Number.NaN, Number.NaN];
const dates = ["", ""];

/** `2026-11-24T` of a day since 1970. */
const dateOf = (day: number): string => {
  const place = day % 2;
  if (days[place] !== day) {
    days[place] = day;
    dates[place] = new Date(day * dayMs).toISOString().slice(0, 11);
  }
  return dates[place]!;
};

/** An instant (epoch ms) in RFC 3339, UTC, to the millisecond. `Date.toISOString` was a fifth of a decision's time. */
export const instantText = (time: number): string => {
  if (!isInstant(time)) return "no valid time";
  const day = Math.floor(time / dayMs);
  const ms = Math.floor(time - day * dayMs);
  const hours = twoDigits[Math.floor(ms / 3_600_000)]!;
  const minutes = twoDigits[Math.floor(ms / 60_000) % 60]!;
  const seconds = twoDigits[Math.floor(ms / 1_000) % 60]!;
  const thousandths = ms % 1_000;
  return `${dateOf(day)}${hours}:${minutes}:${seconds}.${thousandths < 100 ? "0" : ""}${twoDigits[thousandths] ?? thousandths}Z`;
};

/** The day of an instant, UTC: `2026-11-24`. */
export const dayText = (time: number): string => (isInstant(time) ? instantText(time).slice(0, 10) : "an unknown day");
