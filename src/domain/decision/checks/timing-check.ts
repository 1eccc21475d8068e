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

/** Hours of a country's rule, or the sender's own. */
type Hours = Pick<HoursRule, "says" | "windows" | "zones"> & Partial<Pick<HoursRule, "holidays">>;

/** When hours let the text arrive: at `at`, later, or never; undefined after a refusal. */
const checkHours = (
  draft: After<"number">,
  about: HoursRule | "own-hours",
  { holidays, says, windows, zones: given }: Hours,
  at: number,
  deadline: number,
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
        refuse(draft, about, observed, refusalTexts.quietHours(shown, instantText(hours.until), instantText(deadline)));
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
  deadline: number,
): number | undefined => {
  let until: number | undefined = at;
  // A text that is late is refused for that; hours that never meet would be looked through for ever.
  for (let before: number | undefined; until !== undefined && until !== before; ) {
    if (before !== undefined && until > deadline) break;
    before = until;
    if (country !== undefined) until = checkHours(draft, country, country, until, deadline);
    if (own === undefined) break;
    if (until !== undefined) until = checkHours(draft, "own-hours", own, until, deadline);
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
  const until = checkBoth(draft, bound ? hours : undefined, request.hours, at, deadline);
  if (!valid || now > deadline)
    refuse(draft, "deadline", instantText(deadline), refusalTexts.tooLate(instantText(deadline), instantText(now)));
  else note(draft, "pass", "deadline", instantText(deadline), "in time");
  return { deadline: new Date(deadline), until: until ?? at };
};
