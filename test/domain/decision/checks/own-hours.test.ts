import { expect, test } from "vitest";
import type { OwnHours } from "../../../../src/domain/decision/send-request.js";
import { decided, text, verdict } from "../../../support/decisions.js";

const everyDay = [true, true, true, true, true, true, true];
const weekdays = [false, true, true, true, true, true, false];

const own = (from: number, to: number, change: Partial<OwnHours> = {}, days = everyDay): OwnHours => ({
  windows: [{ days, start: from * 60, end: to * 60 }],
  zones: undefined,
  says: "the campaign's window",
  ...change,
});

/** A promotional text to India, whose own hours are 10:00 to 21:00 there; instants are India's. */
const outcome = (hours: OwnHours, clock: string, change: object = {}) => {
  const content = text("Half price. Reply STOP");
  const now = new Date(`2026-11-${clock}:00+05:30`);
  const decision = decided({ content, class: "promotional", hours, ...change }, {}, now);
  const until = decision.kind === "defer" ? decision.until : undefined;
  return until === undefined
    ? verdict(decision)
    : new Date(until.getTime() + 330 * 60_000).toISOString().slice(8, 16).replace("T", " ");
};

test.each<[string, OwnHours, string, string, object?]>([
  ["within both", own(9, 18), "24T11:00", "send"],
  ["the campaign is open, the country is not: the country's morning", own(6, 18), "24T06:30", "24 10:00"],
  ["the country is open, the campaign is not yet", own(12, 18), "24T11:00", "24 12:00"],
  ["the campaign has closed for the day", own(12, 18), "24T18:00", "25 12:00"],
  [
    "its next opening falls into the country's night: the country's morning after it",
    { ...own(0, 12), windows: [...own(0, 12).windows, ...own(22, 24).windows] },
    "24T12:30",
    "25 10:00",
  ],
  ["not at weekends", own(9, 18, {}, weekdays), "27T19:00", "30 10:00"],
  ["on a clock of its own: 12:00 in London", own(12, 18, { zones: ["Europe/London"] }), "24T11:00", "24 17:30"],
  [
    "a class without country's hours waits for the campaign's alone",
    own(6, 8),
    "24T05:50",
    "24 06:00",
    { class: "transactional" },
  ],
  ["hours that the country never allows", own(2, 4), "24T11:00", "quiet-hours"],
  ["a window of no length", own(4, 4), "24T11:00", "quiet-hours"],
  [
    "hours that the country never allows, for a text that is late: it ends, and no day is looked at",
    own(2, 4),
    "24T11:00",
    "deadline-passed",
    { requestedAt: new Date("2026-11-01T00:00:00Z") },
  ],
])("%s", (_, hours, clock, expected, change) => expect(outcome(hours, clock, change)).toBe(expected));

test("the trace says whose hours they are, and the refusal which text may go when", () => {
  const content = text("Your table is free");
  const now = new Date("2026-11-24T11:00:00+05:30");
  const asked = { content, class: "transactional", hours: own(12, 18) } as const;
  const hoursOf = (request: object) =>
    decided({ ...asked, ...request }, {}, now).trace.find(({ rule }) => rule === "own-hours")?.consequence;
  expect(hoursOf({ sendAt: new Date("2026-11-24T12:00:00+05:30") })).toBe("the campaign's window");
  expect(hoursOf({ notAfter: new Date("2026-11-24T11:30:00+05:30") })).toBe(
    "+9198••••3210 may next get this text at 2026-11-24T06:30:00.000Z, after its deadline 2026-11-24T06:00:00.000Z; send it earlier in the day or give it a later deadline.",
  );
});

test("hours that never meet are told as that, and a next instant suits both", () => {
  const content = text("Half price. Reply STOP");
  const now = new Date("2026-11-24T11:00:00+05:30");
  const detailOf = (hours: OwnHours, days: number) => {
    const notAfter = new Date(now.getTime() + days * 86_400_000);
    const decision = decided({ content, class: "promotional", hours, notAfter }, {}, now);
    return decision.kind === "refuse" ? decision.refusal.detail : decision.kind;
  };
  expect(detailOf(own(2, 4, { says: "the campaign goes out from 02:00 to 04:00" }), 2)).toBe(
    "The hours of this text and of +9198••••3210 never meet: the campaign goes out from 02:00 to 04:00, and promotional texts to IN arrive mon-sun 10:00-21:00; give the text other hours.",
  );
  // The window opens at 06:00 on Thursday, the country at 10:00.
  const thursdays = own(6, 12, {}, [false, false, false, false, true, false, false]);
  expect(detailOf(thursdays, 1)).toContain("may next get this text at 2026-11-26T04:30:00.000Z, after its deadline");
});
