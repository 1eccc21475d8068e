import type { HoursRule } from "../../country/country-rules.js";
import { instantText, isInstant } from "../../instant-text.js";
import { type After, type Draft, note, refuse } from "../draft.js";
import type { Evidence } from "../evidence.js";
import { defaultDeadlineMs } from "../../message-class.js";
import { quietHours } from "../../country/quiet-hours.js";
import type { OwnHours } from "../send-request.js";
import { refusalTexts } from "../refusal-texts.js";
import { isTooFarAhead, mostDaysAhead } from "../is-too-far-ahead.js";
import { offsetAt } from "../../country/zone-offsets.js";

/** A clock in the zone, to the minute. */
const localTime = (time: number, zone: string): string =>
  `${instantText(time + offsetAt(zone, time)).slice(0, 16)} in ${zone}`;

/** The instant after which a text is not sent: counts from when it was asked for, or from `sendAt` where that is later. */
const deadlineOf = ({ request, template, class: of }: Draft): number => {
  const from = Math.max(request.requestedAt.getTime(), request.sendAt?.getTime() ?? 0);
  return Math.min(
    from + (template?.deadlineMs ?? defaultDeadlineMs[of]),
    request.notAfter?.getTime() ?? Number.POSITIVE_INFINITY,
  );
};

const checkSendAt = (draft: Draft, at: number): void => {
  if (isTooFarAhead(at, draft.now))
    refuse(draft, "send-at", instantText(at), refusalTexts.tooFarAhead(instantText(at), mostDaysAhead));
  else if (at > draft.now) note(draft, "defer", "send-at", instantText(at), "it waits until then");
};

interface Bounds {
  readonly deadline: number;
  /** The first instant that suits all hours. */
  readonly next: number;
}

/** Hours of a country's rule, or the sender's own. */
type Hours = Pick<HoursRule, "says" | "windows" | "zones"> & Partial<Pick<HoursRule, "holidays">>;

/** Hours repeat weekly; a day more covers a week in which clocks change. */
const horizonMs = 8 * 86_400_000;

/** The first instant from `at` on that suits both; `at` where one of them is never open, undefined where they never meet. */
const meeting = (both: readonly Hours[], own: readonly string[], at: number): number | undefined => {
  let until = at;
  for (let before = Number.NaN; before !== until; ) {
    before = until;
    for (const { windows, zones } of both) {
      const hours = windows === undefined ? undefined : quietHours(windows, zones ?? own, until);
      if (hours?.kind === "never") return at;
      if (hours?.kind === "closed") until = hours.until;
    }
    if (until > at + horizonMs) return undefined;
  }
  return until;
};

/** When hours let the text arrive: at `at`, later, or never; undefined after a refusal. */
const checkHours = (
  draft: After<"number">,
  about: HoursRule | "own-hours",
  { holidays, says, windows, zones: given }: Hours,
  at: number,
  { deadline, next }: Bounds,
): number | undefined => {
  const { shown } = draft.number;
  if (windows === undefined) {
    note(draft, "pass", about, "no hours", says);
    return at;
  }
  const zones = given ?? draft.number.zones;
  const observed = zones.length === 1 ? localTime(at, zones[0]!) : `${instantText(at)} in ${zones.length} time zones`;
  const hours = quietHours(windows, zones, at);
  switch (hours.kind) {
    case "open":
      if (holidays === true) note(draft, "warning", about, observed, `public holidays are not looked up: ${says}`);
      else note(draft, "pass", about, observed, says);
      return at;
    case "never":
      refuse(draft, about, observed, refusalTexts.neverOpen(shown, zones));
      return undefined;
    case "closed":
      // A text that is late already is refused for that, not for the hour at which it came.
      if (hours.until > deadline && draft.now <= deadline) {
        const earliest = instantText(Math.max(hours.until, next));
        refuse(draft, about, observed, refusalTexts.quietHours(shown, earliest, instantText(deadline)));
        return undefined;
      }
      note(draft, "defer", about, observed, `it waits until ${instantText(hours.until)}: ${says}`);
      return hours.until;
  }
};

/** The first instant that suits the country's hours and the sender's own; undefined after a refusal. */
const checkBoth = (
  draft: After<"number">,
  country: HoursRule | undefined,
  own: OwnHours | undefined,
  at: number,
  bounds: Bounds,
): number | undefined => {
  let until: number | undefined = at;
  // A text that is late is refused for that; hours that never meet would be looked through for ever.
  for (let before: number | undefined; until !== undefined && until !== before; ) {
    if (before !== undefined && until > bounds.deadline) break;
    before = until;
    if (country !== undefined) until = checkHours(draft, country, country, until, bounds);
    if (own === undefined) break;
    if (until !== undefined) until = checkHours(draft, "own-hours", own, until, bounds);
  }
  return until;
};

/** When the text may go: `sendAt`, then the country's hours at that instant, then the deadline. */
export const checkTiming = (draft: After<"number" | "reach">): Evidence["timing"] => {
  const { now, number, request } = draft;
  const deadline = deadlineOf(draft);
  const valid = isInstant(now) && isInstant(deadline);
  const at = Math.max(now, request.sendAt?.getTime() ?? now);
  if (isInstant(now)) checkSendAt(draft, at);
  const { hours } = number.rule;
  const bound = valid && hours?.classes.has(draft.class) === true;
  const [country, own] = [bound ? hours : undefined, request.hours];
  const next = country !== undefined && own !== undefined ? meeting([country, own], number.zones, at) : at;
  const neverMeet = next === undefined && now <= deadline;
  if (neverMeet)
    refuse(draft, "own-hours", `beside ${country!.id}`, refusalTexts.neverMeet(number.shown, country!.says, own!.says));
  const until = neverMeet ? at : checkBoth(draft, country, own, at, { deadline, next: next ?? at });
  if (!valid || now > deadline)
    refuse(draft, "deadline", instantText(deadline), refusalTexts.tooLate(instantText(deadline), instantText(now)));
  else note(draft, "pass", "deadline", instantText(deadline), "in time");
  return { deadline: new Date(deadline), until: until ?? at };
};
