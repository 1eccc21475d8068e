import { describe, expect, test } from "vitest";
import type { Decision } from "../../../../src/domain/decision/decision.js";
import type { DeploymentFacts } from "../../../../src/domain/decision/deployment-facts.js";
import type { MessageClass } from "../../../../src/domain/message-class.js";
import type { SendRequest } from "../../../../src/domain/decision/send-request.js";
import { decided, said, template, text, verdict } from "../../../support/decisions.js";
import { aTemplate, byName, someFacts } from "../../../support/some-facts.js";

const at = (time: string) => new Date(`2026-11-${time}Z`);
const result = (decision: Decision): string =>
  decision.kind === "defer" ? decision.until.toISOString() : verdict(decision);

const promotion: Partial<SendRequest> = { content: text("Pizza -40%. Reply STOP"), class: "promotional" };

describe("deadlines", () => {
  test.each<[string, MessageClass, string, string, string]>([
    ["a code is good for two minutes", "otp", "24T06:00:00", "24T06:02:00", "send"],
    ["not a millisecond longer", "otp", "24T06:00:00", "24T06:02:00.001", "deadline-passed"],
    ["a transactional text for half an hour", "transactional", "24T06:00:00", "24T06:30:00", "send"],
    ["not longer", "transactional", "24T06:00:00", "24T06:30:00.001", "deadline-passed"],
    ["a promotional one for three days", "promotional", "21T06:00:00", "24T06:00:00", "send"],
    ["not longer", "promotional", "21T06:00:00", "24T06:00:00.001", "deadline-passed"],
    ["a clock that is behind the event's is no harm", "otp", "24T06:00:00", "24T05:00:00", "send"],
  ])("%s", (_, of, asked, now, expected) =>
    expect(result(decided({ class: of, requestedAt: at(asked) }, {}, at(now)))).toBe(expected),
  );

  test("a template's own deadline", () => {
    const templates = byName(aTemplate("brief", { class: "transactional", texts: { en: "Hello" }, deadlineMs: 5_000 }));
    const brief = { content: template("brief"), requestedAt: at("24T06:00:00") };
    expect(verdict(decided(brief, { templates }, at("24T06:00:05")))).toBe("send");
    expect(verdict(decided(brief, { templates }, at("24T06:00:05.001")))).toBe("deadline-passed");
  });

  test("the refusal tells both instants", () => {
    const decision = decided({ requestedAt: at("24T06:00:00") }, {}, at("24T07:00:00"));
    expect(decision.kind === "refuse" && decision.refusal.detail).toMatch(
      /by 2026-11-24T06:30:00\.000Z and it is 2026-11-24T07:00:00\.000Z/u,
    );
    expect(said(decision, "deadline")).toEqual(["refuse"]);
  });

  test.each([
    ["asked at no instant", new Date(Number.NaN), undefined, at("24T06:00:00")],
    ["to be sent at none", at("24T06:00:00"), new Date(Number.NaN), at("24T06:00:00")],
    ["at the end of time", new Date(8.64e15), undefined, at("24T06:00:00")],
    ["before the beginning", new Date(-1e14), undefined, new Date(-1e14)],
    ["decided at no instant", at("24T06:00:00"), undefined, new Date(Number.NaN)],
  ])("%s: refused, and nothing is thrown", (_, requestedAt, sendAt, now) =>
    expect(verdict(decided({ ...promotion, requestedAt, sendAt }, {}, now))).toBe("deadline-passed"),
  );
});

describe("not before an instant", () => {
  const now = at("24T06:00:00");
  const ahead = (days: number, ms = 0) => new Date(now.getTime() + days * 86_400_000 + ms);

  test.each<[string, Date, string]>([
    ["a year ahead it waits", ahead(366), ahead(366).toISOString()],
    ["no longer: its text and its terms are kept until then", ahead(366, 1), "deadline-passed"],
    ["a slip of the year", new Date("9999-12-31T23:59:59Z"), "deadline-passed"],
    ["seconds for milliseconds: the past, so it goes at once", new Date(1_795_805_051), "send"],
    ["no instant that has a date", new Date(8.64e15), "deadline-passed"],
  ])("%s", (_, sendAt, expected) => expect(result(decided({ sendAt }, {}, now))).toBe(expected));

  test("one that waits too long is told its own time, and the most", () => {
    const decision = decided({ sendAt: new Date("9999-12-31T23:59:59Z") }, {}, now);
    expect(decision.kind === "refuse" && decision.refusal.detail).toBe(
      "The text asks to wait until 9999-12-31T23:59:59.000Z, and may wait 366 days; give it an earlier sendAt.",
    );
    expect(said(decision, "send-at")).toEqual(["refuse"]);
  });

  test.each<[string, Partial<SendRequest>, string, string]>([
    ["waits for it", { sendAt: at("24T08:00:00") }, "24T06:00:00", "2026-11-24T08:00:00.000Z"],
    ["goes when it comes", { sendAt: at("24T08:00:00") }, "24T08:00:00", "send"],
    [
      "its deadline counts from it",
      { sendAt: at("24T08:00:00"), requestedAt: at("24T06:00:00") },
      "24T08:30:00",
      "send",
    ],
    ["and passes", { sendAt: at("24T08:00:00"), requestedAt: at("24T06:00:00") }, "24T08:30:00.001", "deadline-passed"],
    [
      "one that is over changes nothing",
      { sendAt: at("24T05:00:00"), requestedAt: at("24T06:00:00") },
      "24T06:30:00",
      "send",
    ],
    [
      "promotions: the hours at that instant count",
      { ...promotion, sendAt: at("24T18:00:00") },
      "24T06:00:00",
      "2026-11-25T04:30:00.000Z",
    ],
    [
      "also when now is quiet and then is not",
      { ...promotion, sendAt: at("25T06:00:00") },
      "24T18:00:00",
      "2026-11-25T06:00:00.000Z",
    ],
  ])("%s", (_, request, now, expected) => expect(result(decided(request, {}, at(now)))).toBe(expected));

  test("the trace tells what it waits for", () => {
    const waiting = decided({ ...promotion, sendAt: at("24T18:00:00") });
    expect([said(waiting, "send-at"), said(waiting, "quiet-hours/IN")]).toEqual([["defer"], ["defer"]]);
    expect(said(decided({ sendAt: at("24T06:00:00") }), "send-at")).toEqual([]);
  });
});

describe("quiet hours", () => {
  const to = {
    ...{ france: "+33612345678", britain: "+447400123456", ny: "+12125550123", germany: "+4915123456789" },
    ...{ puertoRico: "+17872345678", guam: "+16713001234" },
  };
  const number = { originationNumber: "+12025550000" };
  test.each<[string, Partial<SendRequest>, string, string]>([
    ["India at 22:30 waits for 10:00", promotion, "24T17:00:00", "2026-11-25T04:30:00.000Z"],
    ["at 09:30, too: 09:00 is the old rule", promotion, "24T04:00:00", "2026-11-24T04:30:00.000Z"],
    ["open by day", promotion, "24T06:00:00", "send"],
    ["transactional texts go at night", { content: text("Hello") }, "24T17:00:00", "send"],
    ["codes go at night", { class: "otp" }, "24T17:00:00", "send"],
    ["France is quiet on Sundays", { ...promotion, to: to.france }, "22T10:00:00", "2026-11-23T07:00:00.000Z"],
    [
      "late on a Saturday it waits for Monday",
      { ...promotion, to: to.france },
      "21T20:30:00",
      "2026-11-23T07:00:00.000Z",
    ],
    [
      "Puerto Rico at 03:00 waits for 08:00",
      { ...promotion, to: to.puertoRico },
      "24T07:00:00",
      "2026-11-24T12:00:00.000Z",
    ],
    ["Guam at 03:00 waits for 08:00", { ...promotion, to: to.guam }, "23T17:00:00", "2026-11-23T22:00:00.000Z"],
    ["Britain has no hours", { ...promotion, to: to.britain }, "24T03:00:00", "send"],
    ["nor has Germany on record", { ...promotion, to: to.germany }, "24T03:00:00", "send"],
    ["New York by its own clock", { ...promotion, to: to.ny }, "24T10:00:00", "2026-11-24T13:00:00.000Z"],
  ])("%s", (_, request, now, expected) => expect(result(decided(request, number, at(now)))).toBe(expected));

  test("a deferral past the deadline is refused, naming the next instant and the deadline", () => {
    const templates = byName(
      aTemplate("tonight", { class: "promotional", texts: { en: "Tonight! Reply STOP" }, deadlineMs: 3_600_000 }),
    );
    const decision = decided({ content: template("tonight") }, { templates }, at("24T17:00:00"));
    expect(verdict(decision)).toBe("quiet-hours");
    expect(decision.kind === "refuse" && decision.refusal.detail).toMatch(
      /^\+9198••••3210 .* 2026-11-25T04:30:00\.000Z, after its deadline 2026-11-24T18:00:00\.000Z/u,
    );
    expect([said(decision, "quiet-hours/IN"), said(decision, "deadline")]).toEqual([["refuse"], ["pass"]]);
  });

  test("a deferral to the very deadline is none past it", () => {
    const deadlineMs = at("25T04:30:00").getTime() - at("24T17:00:00").getTime();
    const templates = byName(aTemplate("edge", { class: "promotional", texts: { en: "Hi, STOP" }, deadlineMs }));
    expect(result(decided({ content: template("edge") }, { templates }, at("24T17:00:00")))).toBe(
      "2026-11-25T04:30:00.000Z",
    );
  });

  test("at its very deadline it is not late yet: the hour is the reason", () => {
    const decision = decided({ ...promotion, requestedAt: at("21T17:00:00") }, {}, at("24T17:00:00"));
    expect(verdict(decision)).toBe("quiet-hours");
  });

  test("a text that is late is refused for that, not for the hour", () => {
    const decision = decided({ ...promotion, requestedAt: at("20T17:00:00") }, {}, at("24T17:00:00"));
    expect([verdict(decision), said(decision, "quiet-hours/IN")]).toEqual(["deadline-passed", ["defer"]]);
  });

  const everywhere = (zones: readonly string[]): Partial<DeploymentFacts> => {
    const { rules } = someFacts();
    return { ...number, rules: { ...rules, zones: { children: new Int32Array(10), values: [zones] } } };
  };
  test.each([
    [
      "zones without a common hour",
      ["America/New_York", "Europe/London", "Asia/Tokyo"],
      "quiet-hours",
      /America\/New_York or Europe\/London or Asia\/Tokyo/u,
    ],
    [
      "too many to name",
      ["America/New_York", "Europe/London", "Asia/Tokyo", "Asia/Kolkata", "Asia/Dubai"],
      "quiet-hours",
      /any of 5 time zones/u,
    ],
    ["no zone at all", [], "quiet-hours", /an unknown time zone/u],
  ])("%s", (_, zones, expected, detail) => {
    const decision = decided({ ...promotion, to: to.ny }, everywhere(zones));
    expect([verdict(decision), said(decision, "quiet-hours/US")]).toEqual([expected, ["refuse"]]);
    expect(decision.kind === "refuse" && decision.refusal.detail).toMatch(detail);
  });

  test.each([
    ["open", promotion, "quiet-hours/IN", "pass", "2026-11-24T11:30 in Asia/Kolkata"],
    [
      "open, but holidays are not looked up",
      { ...promotion, to: to.france, content: text("STOP") },
      "quiet-hours/FR",
      "warning",
      "2026-11-24T11:00 in Europe/Paris",
    ],
    ["without hours", { ...promotion, to: to.britain }, "quiet-hours/GB", "pass", "no hours"],
  ])("the trace: %s", (_, request, rule, expected, observed) => {
    const now = rule === "quiet-hours/FR" ? at("24T10:00:00") : at("24T06:00:00");
    const decision = decided(request, {}, now);
    expect(said(decision, rule)).toEqual([expected]);
    expect(decision.trace.find((entry) => entry.rule === rule)!.observed).toBe(observed);
  });

  test("several zones are counted", () => {
    const decision = decided(
      { ...promotion, to: to.ny },
      everywhere(["America/New_York", "America/Chicago"]),
      at("24T18:00:00"),
    );
    expect(decision.trace.find(({ rule }) => rule === "quiet-hours/US")!.observed).toBe(
      "2026-11-24T18:00:00.000Z in 2 time zones",
    );
  });
});
