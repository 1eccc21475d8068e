import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { spendPeriodsAt } from "../../../src/domain/money/spend-periods.js";

describe("the day and month of an instant, in the zone whose money it is", () => {
  test.each([
    [
      "UTC, a day like any",
      "UTC",
      "2026-11-26T10:00:00Z",
      "2026-11-26",
      "2026-11-27T00:00:00.000Z",
      "2026-12-01T00:00:00.000Z",
    ],
    [
      "the last second of a year in India",
      "Asia/Kolkata",
      "2026-12-31T18:29:59Z",
      "2026-12-31",
      "2026-12-31T18:30:00.000Z",
      "2026-12-31T18:30:00.000Z",
    ],
    [
      "the first of the next one",
      "Asia/Kolkata",
      "2026-12-31T18:30:00Z",
      "2027-01-01",
      "2027-01-01T18:30:00.000Z",
      "2027-01-31T18:30:00.000Z",
    ],
    ["a leap day", "UTC", "2028-02-29T23:59:59Z", "2028-02-29", "2028-03-01T00:00:00.000Z", "2028-03-01T00:00:00.000Z"],
    [
      "a day of 23 hours",
      "Europe/Berlin",
      "2026-03-28T23:30:00Z",
      "2026-03-29",
      "2026-03-29T22:00:00.000Z",
      "2026-03-31T22:00:00.000Z",
    ],
    [
      "a day of 25 hours",
      "Europe/Berlin",
      "2026-10-24T22:00:00Z",
      "2026-10-25",
      "2026-10-25T23:00:00.000Z",
      "2026-10-31T23:00:00.000Z",
    ],
    [
      "the day before a midnight that is skipped",
      "Asia/Beirut",
      "2026-03-28T12:00:00Z",
      "2026-03-28",
      "2026-03-28T22:00:00.000Z",
      "2026-03-31T21:00:00.000Z",
    ],
  ])("%s", (_, zone, at, day, dayEnds, monthEnds) =>
    expect(spendPeriodsAt(zone, Date.parse(at))).toEqual({
      day,
      month: day.slice(0, 7),
      dayEnds: new Date(dayEnds),
      monthEnds: new Date(monthEnds),
    }),
  );

  test("a day ends where the next one begins, and never before now", () =>
    fc.assert(
      fc.property(
        fc.constantFrom("UTC", "Asia/Kolkata", "Europe/Berlin", "America/New_York", "Pacific/Auckland", "Asia/Beirut"),
        fc.integer({ min: Date.UTC(2024, 0), max: Date.UTC(2032, 0) }),
        (zone, at) => {
          const { day, dayEnds, monthEnds } = spendPeriodsAt(zone, at);
          expect(dayEnds.getTime()).toBeGreaterThan(at);
          expect(spendPeriodsAt(zone, dayEnds.getTime() - 1).day).toBe(day);
          expect(spendPeriodsAt(zone, dayEnds.getTime()).day > day).toBe(true);
          expect(spendPeriodsAt(zone, monthEnds.getTime()).month > day.slice(0, 7)).toBe(true);
          expect(spendPeriodsAt(zone, monthEnds.getTime() - 1).month).toBe(day.slice(0, 7));
        },
      ),
    ));
});
