/** A date, a time of day or both, as a template variable gives it. */
export interface Moment {
  /** Milliseconds since 1970 in UTC; where `wall`, the clock's face read as if it were UTC's. */
  readonly at: number;
  /** True without an offset: the face of the recipient's own clock, shown unchanged. */
  readonly wall: boolean;
  readonly hasDate: boolean;
  readonly hasTime: boolean;
}

const date = String.raw`(\d{4})-(\d\d)-(\d\d)`;
const time = String.raw`(\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?`;
const pattern = new RegExp(`^(?:${date})?(?:(?:(?<=\\d)[T ]|^)${time}(Z|([+-])(\\d\\d):(\\d\\d))?)?$`);
const minute = 60_000;

/** Reads ISO 8601: `2024-12-15`, `18:30`, `2024-12-15T18:30`, with `Z` or `+05:30` an instant; undefined: none of them. */
export const parseMoment = (text: string): Moment | undefined => {
  const match = pattern.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, hour, minutes, second = "0", offset, sign, offsetHours = "0", offsetMinutes = "0"] = match;
  const hasDate = year !== undefined;
  const hasTime = hour !== undefined;
  if ((!hasDate && !hasTime) || (!hasDate && offset !== undefined)) return undefined;
  const face = hasDate ? [Number(year), Number(month) - 1, Number(day)] : [1970, 0, 1];
  const clock = hasTime ? [Number(hour), Number(minutes), Number(second)] : [0, 0, 0];
  const read = new Date(0);
  read.setUTCFullYear(face[0]!, face[1], face[2]);
  read.setUTCHours(clock[0]!, clock[1], clock[2]);
  // A value too large for its field runs over into the one above: a day into the month, a second into the minute.
  const same = read.getUTCMonth() === face[1] && read.getUTCHours() === clock[0] && read.getUTCMinutes() === clock[1];
  if (!same || Number(offsetHours) > 23 || Number(offsetMinutes) > 59) return undefined;
  const ahead = (sign === "-" ? -1 : 1) * (Number(offsetHours) * 60 + Number(offsetMinutes)) * minute;
  return { at: read.getTime() - ahead, wall: offset === undefined, hasDate, hasTime };
};
