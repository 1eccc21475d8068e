import { isInstant } from "../../domain/instant-text.js";

/** RFC 3339 §5.6, which CloudEvents asks for: without a zone a time is anybody's guess. */
const rfc3339 = /^(\d{4})-(\d\d)-(\d\d)[Tt ](?:[01]\d|2[0-3]):\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)$/;
/** A leap second is a time too (RFC 3339 §5.7), though no Date has one; 30 February is none, though Date reads on into March. */
const read = (given: string): number => {
  const [, year, month, day] = rfc3339.exec(given) ?? [];
  const lastDay = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  return Number(day) <= lastDay ? Date.parse(given.replace(/(:\d\d):60(?=[.Zz+-])/, "$1:59")) : Number.NaN;
};
/** A clock that runs ahead may not lengthen a message's life: later than so much from now counts as now. */
const mostAheadMs = 5 * 60_000;

/** Before 1970 or at its first moment: the times of clients that set none (-1, 0, Go's and .NET's year 1). */
const isNone = (ms: number): boolean => !isInstant(ms) || ms === 0;

/**
 * When an event happened: its `ce_time`, else the record's timestamp, else now. A `ce_time` that cannot be read is a fault:
 * a guess would be a deadline that nobody set.
 */
export const eventTime = (
  given: string | undefined,
  recorded: Date,
  now: Date,
): { readonly time: Date; readonly faults: string | undefined } => {
  const said = given === undefined ? 0 : read(given);
  const faults = Number.isNaN(said)
    ? "ce_time: must be an RFC 3339 time with its zone, as 2026-11-22T10:00:00Z"
    : undefined;
  const known = [said, recorded.getTime()].find((ms) => !isNone(ms)) ?? now.getTime();
  return { time: known > now.getTime() + mostAheadMs ? now : new Date(known), faults };
};
