import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { HoursWindow } from "../../../src/domain/country/country-rules.js";
import { quietHours } from "../../../src/domain/country/quiet-hours.js";

const daily = [true, true, true, true, true, true, true];
const window = (start: number, end: number, days: readonly boolean[] = daily): HoursWindow => ({ days, start, end });
const weekdays = [false, true, true, true, true, true, false];
const india = [window(600, 1_260)];
const america = [window(480, 1_260)];
const canada = [window(540, 1_290, weekdays), window(600, 1_080, [true, false, false, false, false, false, true])];

const answer = (windows: readonly HoursWindow[], zones: readonly string[], at: string) => {
  const hours = quietHours(windows, zones, Date.parse(at));
  return hours.kind === "closed" ? new Date(hours.until).toISOString() : hours.kind;
};

describe("one zone", () => {
  test.each([
    ["the first allowed instant", "2026-11-24T04:30:00.000Z", "open"],
    ["a millisecond earlier waits for it", "2026-11-24T04:29:59.999Z", "2026-11-24T04:30:00.000Z"],
    ["the last allowed millisecond", "2026-11-24T15:29:59.999Z", "open"],
    ["21:00 is over: tomorrow", "2026-11-24T15:30:00.000Z", "2026-11-25T04:30:00.000Z"],
    ["the morning of a later UTC day", "2026-11-24T20:00:00.000Z", "2026-11-25T04:30:00.000Z"],
    ["over the turn of a year", "2026-12-31T16:00:00.000Z", "2027-01-01T04:30:00.000Z"],
    ["over a leap day", "2028-02-28T16:00:00.000Z", "2028-02-29T04:30:00.000Z"],
  ])("India, 10:00 to 21:00: %s", (_, at, expected) => expect(answer(india, ["Asia/Kolkata"], at)).toBe(expected));

  test.each([
    ["Friday evening, still open at 21:00", "2026-11-28T02:00:00.000Z", "open"],
    ["Friday after 21:30 waits for Saturday 10:00", "2026-11-28T02:30:00.000Z", "2026-11-28T15:00:00.000Z"],
    ["Saturday after 18:00 waits for Sunday 10:00", "2026-11-28T23:00:00.000Z", "2026-11-29T15:00:00.000Z"],
    ["Sunday after 18:00 waits for Monday 09:00", "2026-11-29T23:00:00.000Z", "2026-11-30T14:00:00.000Z"],
  ])("Toronto by day of the week: %s", (_, at, expected) =>
    expect(answer(canada, ["America/Toronto"], at)).toBe(expected),
  );

  test("only one day a week: waits almost a week", () => {
    const sundays = [window(600, 720, [true, false, false, false, false, false, false])];
    expect(answer(sundays, ["Europe/Rome"], "2026-11-22T11:00:00.000Z")).toBe("2026-11-29T09:00:00.000Z");
  });

  test("windows that touch are one, and midnight is no gap", () => {
    const always = [window(0, 720), window(720, 1_440)];
    expect(answer(always, ["Europe/Rome"], "2026-11-22T23:00:00.000Z")).toBe("open");
  });

  test.each([
    ["before both", "2026-11-22T06:00:00.000Z", "2026-11-22T08:00:00.000Z"],
    ["in the first", "2026-11-22T08:30:00.000Z", "open"],
    ["in both", "2026-11-22T09:30:00.000Z", "open"],
    ["in the second", "2026-11-22T10:30:00.000Z", "open"],
    ["after both", "2026-11-22T11:00:00.000Z", "2026-11-23T08:00:00.000Z"],
  ])("windows that overlap, the later one named first: %s", (_, at, expected) =>
    expect(answer([window(600, 720), window(540, 660)], ["Europe/Rome"], at)).toBe(expected),
  );

  test("a window of no length never opens", () =>
    expect(answer([window(600, 600)], ["Europe/Rome"], "2026-11-22T09:00:00.000Z")).toBe("never"));
});

describe("clocks that change", () => {
  test.each([
    ["before the spring change, morning in winter time", america, "2026-03-07T03:00:00Z", "2026-03-07T13:00:00.000Z"],
    ["after it, morning in summer time", america, "2026-03-08T02:00:00Z", "2026-03-08T12:00:00.000Z"],
    ["after the autumn change, winter time again", america, "2026-11-01T03:00:00Z", "2026-11-01T13:00:00.000Z"],
    [
      "a window inside the skipped hour opens tomorrow",
      [window(135, 165)],
      "2026-03-08T05:00:00Z",
      "2026-03-09T06:15:00.000Z",
    ],
    [
      "one that begins in it opens when the clocks have jumped",
      [window(150, 240)],
      "2026-03-08T06:00:00Z",
      "2026-03-08T07:00:00.000Z",
    ],
    ["one inside the repeated hour opens", [window(75, 90)], "2026-11-01T05:00:00Z", "2026-11-01T05:15:00.000Z"],
    ["and opens again an hour later", [window(75, 90)], "2026-11-01T05:30:00Z", "2026-11-01T06:15:00.000Z"],
  ])("New York, %s", (_, windows, at, expected) => expect(answer(windows, ["America/New_York"], at)).toBe(expected));
});

describe("several zones", () => {
  test.each([
    [
      "opens when the westernmost opens",
      ["America/New_York", "America/Los_Angeles"],
      "2026-11-24T14:00:00Z",
      "2026-11-24T16:00:00.000Z",
    ],
    ["is open where all are", ["America/New_York", "America/Los_Angeles"], "2026-11-24T16:00:00Z", "open"],
    [
      "closes when the easternmost closes",
      ["America/New_York", "America/Los_Angeles"],
      "2026-11-25T02:00:00Z",
      "2026-11-25T16:00:00.000Z",
    ],
    [
      "never, where no hour suits all",
      ["America/New_York", "Europe/London", "Asia/Tokyo"],
      "2026-11-25T02:00:00Z",
      "never",
    ],
    ["never, where the zone is unknown", [], "2026-11-25T02:00:00Z", "never"],
  ])("%s", (_, zones, at, expected) => expect(answer(america, zones, at)).toBe(expected));
});

/** Local weekday and minute as Intl tells them. */
const clockOf = (zone: string) => {
  const format = new Intl.DateTimeFormat("en-GB", {
    ...{ timeZone: zone, hourCycle: "h23", weekday: "short", hour: "2-digit", minute: "2-digit" },
  });
  const days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
  return (at: number) => {
    const text = format.format(at);
    return { day: days.indexOf(text.slice(0, 3)), minute: Number(text.slice(-5, -3)) * 60 + Number(text.slice(-2)) };
  };
};

const allowed = (windows: readonly HoursWindow[], { day, minute }: { day: number; minute: number }) =>
  windows.some(({ days, start, end }) => days[day] === true && start <= minute && minute < end);

const year = { from: Date.UTC(2026, 0), to: Date.UTC(2027, 0) };
const minuteMs = 60_000;

describe("whatever the instant", () => {
  const { zones } = JSON.parse(readFileSync("data/phone-zones.json", "utf8")) as { zones: string[] };
  const rules: Record<string, readonly HoursWindow[]> = {
    india,
    canada,
    night: [window(0, 195), window(1_380, 1_440)],
  };

  test.each(Object.entries(rules))(
    "by %s's hours, in every zone and through a year: open exactly when the zone's clock says so, and no earlier instant was",
    (_, windows) => {
      const wrong: string[] = [];
      let at = year.from;
      for (const zone of zones) {
        const clock = clockOf(zone);
        // Every zone at instants of its own: steps without a common measure with an hour, a day or a week.
        for (let count = 0; count < 25; count++) {
          at += 15 * 24 * 3_600_000 + 7_919_000;
          if (at >= year.to) at -= year.to - year.from;
          const hours = quietHours(windows, [zone], at);
          const open = allowed(windows, clock(at));
          const where = `${zone} ${new Date(at).toISOString()}`;
          if (open !== (hours.kind === "open")) wrong.push(`${where}: ${hours.kind}`);
          if (hours.kind !== "closed") continue;
          if (!allowed(windows, clock(hours.until)))
            wrong.push(`${where}: ${new Date(hours.until).toISOString()} is quiet`);
          if (allowed(windows, clock(hours.until - 1))) wrong.push(`${where}: could go before ${hours.until}`);
          for (let earlier = at; earlier < hours.until; earlier += 97 * minuteMs)
            if (allowed(windows, clock(earlier)))
              wrong.push(`${where}: could go at ${new Date(earlier).toISOString()}`);
        }
      }
      expect(wrong).toEqual([]);
    },
  );

  test("of several zones, all are open when it is", () => {
    const zone = fc.constantFrom(...zones.filter((name) => name.startsWith("America/")));
    const instant = fc.integer({ min: year.from, max: year.to });
    fc.assert(
      fc.property(fc.uniqueArray(zone, { minLength: 1, maxLength: 4 }), instant, (several, at) => {
        const hours = quietHours(america, several, at);
        const each = several.map((name) => quietHours(america, [name], at).kind === "open");
        expect(hours.kind === "open").toBe(each.every(Boolean));
        if (hours.kind !== "closed") return;
        expect(hours.until).toBeGreaterThan(at);
        for (const name of several) expect(quietHours(america, [name], hours.until).kind).toBe("open");
      }),
      { numRuns: 300 },
    );
  });
});
