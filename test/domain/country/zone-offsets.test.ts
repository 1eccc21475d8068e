import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { offsetAt, offsetSpans } from "../../../src/domain/country/zone-offsets.js";
import { isFullRun } from "../../support/property-runs.js";

const hour = 3_600_000;
const day = 24 * hour;

test.each([
  ["half an hour", "Asia/Kolkata", "2026-06-01T00:00:00Z", 5.5],
  ["west of Greenwich, winter", "America/New_York", "2026-01-01T00:00:00Z", -5],
  ["west of Greenwich, summer", "America/New_York", "2026-07-01T00:00:00Z", -4],
  ["the last millisecond before the change", "Europe/Paris", "2026-03-29T00:59:59.999Z", 1],
  ["the change itself", "Europe/Paris", "2026-03-29T01:00:00Z", 2],
  ["a summer time of half an hour", "Australia/Lord_Howe", "2026-01-01T00:00:00Z", 11],
  ["and its winter", "Australia/Lord_Howe", "2026-07-01T00:00:00Z", 10.5],
  ["none", "UTC", "2026-07-01T00:00:00Z", 0],
  ["three quarters of an hour", "Asia/Kathmandu", "2026-07-01T00:00:00Z", 5.75],
  ["seconds, as clocks once had", "Africa/Monrovia", "1971-07-01T00:00:00Z", -(44 * 60 + 30) / 3_600],
])("%s: %s at %s", (_, zone, at, hours) => expect(offsetAt(zone, Date.parse(at))).toBe(hours * hour));

test("spans cover what was asked for, without gap or overlap, across the turn of a year", () => {
  const from = Date.parse("2026-10-01T00:00:00Z");
  const to = Date.parse("2027-04-01T00:00:00Z");
  const spans = offsetSpans("Europe/Berlin", from, to);
  expect(spans[0]!.from).toBeLessThanOrEqual(from);
  expect(spans.at(-1)!.to).toBeGreaterThanOrEqual(to);
  for (const [index, span] of spans.slice(1).entries()) expect(span.from).toBe(spans[index]!.to);
  expect(spans.map(({ offsetMs }) => offsetMs / hour)).toEqual([2, 1, 1, 2]);
  expect(new Date(spans[0]!.to).toISOString()).toBe("2026-10-25T01:00:00.000Z");
});

test("leaves out the spans that only touch", () => {
  const change = Date.parse("2026-10-25T01:00:00Z");
  expect(offsetSpans("Europe/Berlin", change, change + day).map(({ offsetMs }) => offsetMs)).toEqual([hour]);
  expect(offsetSpans("Europe/Berlin", change - day, change).map(({ offsetMs }) => offsetMs)).toEqual([2 * hour]);
});

/** Asks Intl in another way than the code under test does. */
const byParts = (zone: string) => {
  const format = new Intl.DateTimeFormat("en-GB", {
    ...{ timeZone: zone, hourCycle: "h23" },
    ...{ year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric", second: "numeric" },
  });
  return (at: number): number => {
    const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
    const { year, month, day: date, hour: hours, minute, second } = parts as Record<string, number>;
    return Date.UTC(year!, month! - 1, date, hours, minute, second) - at;
  };
};

test("every zone of the phone plan has Intl's offset, every 37 hours and around each change of the year", () => {
  const { zones } = JSON.parse(readFileSync("data/phone-zones.json", "utf8")) as { zones: string[] };
  const from = Date.UTC(2026, 0);
  const to = Date.UTC(2027, 0);
  const wrong: string[] = [];
  for (const zone of zones) {
    const offset = byParts(zone);
    const changes = offsetSpans(zone, from, to).map((span) => span.from);
    const instants = changes.flatMap((at) => [at - 1_000, at]);
    for (let at = from; at < to; at += (isFullRun ? 37 : 37 * 40) * hour) instants.push(at);
    for (const at of instants)
      if (offset(at) !== offsetAt(zone, at)) wrong.push(`${zone} ${new Date(at).toISOString()}`);
  }
  expect(wrong).toEqual([]);
});
