import { expect, test } from "vitest";
import { hoursOf } from "../../../src/domain/campaign/campaign-terms.js";

test("a window without days is every day's; its times are minutes of the day", () =>
  expect(hoursOf({ from: "09:05", to: "20:30", zone: "recipient" })).toEqual([
    { days: [true, true, true, true, true, true, true], start: 545, end: 1_230 },
  ]));

test.each(["sun", "mon", "tue", "wed", "thu", "fri", "sat"])(
  "%s is that day alone, the week beginning on sunday",
  (day) => {
    const week = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
    const [hours] = hoursOf({ from: "00:00", to: "24:00", zone: "Europe/Berlin", days: [day] });
    expect(hours).toEqual({ days: week.map((one) => one === day), start: 0, end: 1_440 });
  },
);
