import { expect, test } from "vitest";
import type { RecipientCap } from "../../../src/domain/rate/recipient-caps.js";
import {
  type RecipientAnswer,
  type RecipientAsk,
  type RecipientRecord,
  recipientCounts,
  type RecipientText,
  takeRecipient,
} from "../../../src/domain/rate/recipient-step.js";

const hour = 3_600_000;
const now = 100 * hour;

const text = (at: number, change: Partial<RecipientText> = {}): RecipientText => ({
  at,
  class: "promotional",
  template: "offer",
  ...change,
});
const record = (texts: readonly RecipientText[], change: Partial<RecipientRecord> = {}): RecipientRecord => ({
  texts: new Map(texts.map((one, at) => [`t${at}`, one])),
  next: 0,
  ...change,
});
const ask = (change: Partial<RecipientAsk> = {}): RecipientAsk => ({
  messageId: "new",
  class: "promotional",
  template: "offer",
  caps: [],
  spacingMs: 1_000,
  horizonMs: 24 * hour,
  ...change,
});
const twoAnHour: RecipientCap = { of: "class", name: "promotional", window: "hour", most: 2 };
const oneADay: RecipientCap = { of: "template", name: "offer", window: "day", most: 1 };

const goes = (waitMs: number, ...counts: readonly number[]): RecipientAnswer => ({ kind: "taken", waitMs, counts });
const capped = (cap: RecipientCap, count: number, freeAt: number): RecipientAnswer => ({
  kind: "capped",
  cap,
  count,
  freeAt,
});

test.each<[string, RecipientRecord, Partial<RecipientAsk>, RecipientAnswer]>([
  ["the first text to a number", record([]), {}, goes(0)],
  ["a second too soon takes the next place", record([text(now)], { next: now + 700 }), {}, goes(700)],
  ["places behind each other", record([], { next: now + 5_000 }), {}, goes(5_000)],
  ["a place that has passed is no wait", record([], { next: now - 5_000 }), {}, goes(0)],
  ["a code waits for no place", record([], { next: now + 5_000 }), { spacingMs: 0 }, goes(0)],
  [
    "the one before went late: a whole spacing after that",
    record([], { next: now, went: { id: "t0", at: now - 300 } }),
    {},
    goes(700),
  ],
  ["a code does not wait for that either", record([], { went: { id: "t0", at: now } }), { spacingMs: 0 }, goes(0)],
  [
    "the longer of both waits counts",
    record([], { next: now + 900, went: { id: "t0", at: now - 300 } }),
    {},
    goes(900),
  ],
  ["the same text keeps its place", record([text(now + 400)], { next: now + 1_400 }), { messageId: "t0" }, goes(400)],
  [
    "and does not wait for itself, having gone",
    record([text(now - 10)], { next: now, went: { id: "t0", at: now - 10 } }),
    { messageId: "t0" },
    goes(0),
  ],
  [
    "it missed its place by less than a spacing, with another one before it: it waits for that one's second",
    record([text(now - 999)], { next: now + 1, went: { id: "other", at: now - 300 } }),
    { messageId: "t0" },
    goes(700),
  ],
  [
    "it missed its place by a spacing: the next one that is free",
    record([text(now - 1_000)], { next: now + 9_000, went: { id: "other", at: now - 300 } }),
    { messageId: "t0" },
    goes(9_000),
  ],
  [
    "it missed its place, and nobody is before it",
    record([text(now - 5_000)], { next: now + 9_000, went: { id: "other", at: now - 1_000 } }),
    { messageId: "t0" },
    goes(0),
  ],
  [
    "nor is it refused for having been counted",
    record([text(now - 10), text(now - 20)]),
    { messageId: "t0", caps: [twoAnHour] },
    goes(0, 2),
  ],
  [
    "its place has left the window, and others have filled it since",
    record([text(now - hour), text(now - 5), text(now - 6)]),
    { messageId: "t0", caps: [twoAnHour] },
    capped(twoAnHour, 2, now - 6 + hour),
  ],
  [
    "and have not: it counts from now",
    record([text(now - hour), text(now - 5)]),
    { messageId: "t0", caps: [twoAnHour] },
    goes(0, 2),
  ],
  ["one of two in an hour", record([text(now - 10)]), { caps: [twoAnHour] }, goes(0, 2)],
  [
    "two of two: free once the elder is an hour old, whichever was written first",
    record([text(now - 10), text(now - 500)]),
    { caps: [twoAnHour] },
    capped(twoAnHour, 2, now - 500 + hour),
  ],
  [
    "three, where the cap was lowered: free once two are left behind",
    record([text(now - 10), text(now - 900), text(now - 500)]),
    { caps: [twoAnHour] },
    capped(twoAnHour, 3, now - 500 + hour),
  ],
  ["an hour ago to the millisecond", record([text(now - hour), text(now - 5)]), { caps: [twoAnHour] }, goes(0, 2)],
  [
    "a millisecond less",
    record([text(now - hour + 1), text(now - 5)]),
    { caps: [twoAnHour] },
    capped(twoAnHour, 2, now + 1),
  ],
  [
    "texts of another class do not count",
    record([text(now - 1, { class: "otp" }), text(now - 2, { class: "transactional" })]),
    { caps: [twoAnHour] },
    goes(0, 1),
  ],
  [
    "nor those of another template, or of none",
    record([text(now - 1, { template: "other" }), text(now - 2, { template: null })]),
    { caps: [oneADay] },
    goes(0, 1),
  ],
  [
    "the first cap that is full refuses",
    record([text(now - 3), text(now - 2)]),
    { caps: [twoAnHour, oneADay] },
    capped(twoAnHour, 2, now - 3 + hour),
  ],
  [
    "of two caps, the second alone may be full",
    record([text(now - 3)]),
    { caps: [twoAnHour, oneADay] },
    capped(oneADay, 1, now - 3 + 24 * hour),
  ],
])("%s", (_, before, change, answer) => expect(takeRecipient(before, ask(change), now).answer).toEqual(answer));

test("what is refused takes no place; a code takes one in no queue", () => {
  const full = record([text(now - 3)], { next: now + 50 });
  expect(takeRecipient(full, ask({ caps: [oneADay] }), now).record).toEqual(full);
  const { record: after } = takeRecipient(full, ask({ spacingMs: 0, class: "otp", template: null }), now);
  expect(after).toEqual({
    texts: new Map([...full.texts, ["new", { at: now, class: null, template: null }]]),
    next: now + 50,
  });
});

test("only what goes at once has gone: what waits asks again", () => {
  const first = takeRecipient(record([]), ask(), now).record;
  expect(first).toMatchObject({ next: now + 1_000, went: { id: "new", at: now } });
  const { record: second, answer } = takeRecipient(first, ask({ messageId: "next" }), now + 100);
  expect(answer).toEqual(goes(900));
  expect(second).toMatchObject({ next: now + 2_000, went: { id: "new", at: now } });
  const late = takeRecipient(second, ask({ messageId: "next" }), now + 5_000);
  expect([late.answer, late.record.went]).toEqual([goes(0), { id: "next", at: now + 5_000 }]);
});

test("a text that goes long after its place came counts from when it goes; one that waits keeps its place", () => {
  const late = takeRecipient(record([text(now - 20 * hour)]), ask({ messageId: "t0", caps: [oneADay] }), now);
  expect([late.answer, late.record.texts.get("t0")]).toEqual([goes(0, 1), text(now)]);
  const early = takeRecipient(record([text(now + 5)], { next: now + 1_005 }), ask({ messageId: "t0" }), now);
  expect([early.answer, early.record.texts.get("t0")]).toEqual([goes(5), text(now + 5)]);
});

test.each([
  ["that no cap counts is forgotten after a minute", [], { class: null, template: null }, 60_000],
  [
    "that its class's cap counts is kept for the longest window",
    [twoAnHour],
    { class: "promotional", template: null },
    24 * hour,
  ],
  ["that its template's cap counts too", [oneADay], { class: null, template: "offer" }, 24 * hour],
])("a text %s", (_, caps, remembered, ms) => {
  const { record: after } = takeRecipient(record([]), ask({ caps }), now);
  expect(after.texts.get("new")).toEqual({ at: now, ...remembered });
  const at = (later: number) =>
    takeRecipient(after, ask({ messageId: "next", caps: [] }), later).record.texts.has("new");
  expect([at(now + ms - 1), at(now + ms)]).toEqual([true, false]);
});

test("counts of a number, for a preview", () => {
  const known = record([text(now - 1), text(now - 2 * hour)]);
  expect(recipientCounts(known, [twoAnHour, oneADay], now)).toEqual([1, 2]);
});
