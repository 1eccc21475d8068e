const two = (value: number): string => String(value).padStart(2, "0");

/** `14:05:09` of the viewer's own day, `12 Nov 14:05` of another. */
export const clockWords = (instant: string | number, now = Date.now()): string => {
  const at = new Date(instant);
  const time = `${two(at.getHours())}:${two(at.getMinutes())}`;
  if (at.toDateString() === new Date(now).toDateString()) return `${time}:${two(at.getSeconds())}`;
  return `${at.getDate()} ${at.toLocaleString("en", { month: "short" })} ${time}`;
};

const units = [
  [86_400_000, "d"],
  [3_600_000, "h"],
  [60_000, "min"],
  [1_000, "s"],
] as const;

/** `3 min`, `2 h`: the largest unit alone. */
export const spanWords = (ms: number): string => {
  const [size, name] = units.find(([unit]) => ms >= unit) ?? [1_000, "s"];
  return `${Math.floor(ms / size)} ${name}`;
};

/** `just now`, `3 min ago`, else the day: within a sentence. */
export const sinceWords = (instant: string | number, now = Date.now()): string => {
  const ms = now - new Date(instant).getTime();
  if (ms < 5_000) return "just now";
  return ms < 86_400_000 ? `${spanWords(ms)} ago` : clockWords(instant, now);
};

/** `now`, `3 min`, else the day: in a list. */
export const agoWords = (instant: string | number, now = Date.now()): string => {
  const ms = now - new Date(instant).getTime();
  if (ms < 5_000) return "now";
  return ms < 86_400_000 ? spanWords(ms) : clockWords(instant, now);
};
