import fc from "fast-check";
import { expect, test } from "vitest";
import { parseMoment } from "../../../src/domain/template/moment.js";

const at = (iso: string) => Date.parse(iso);

test.each([
  ["a date", "2024-12-15", { at: at("2024-12-15T00:00:00Z"), wall: true, hasDate: true, hasTime: false }],
  ["a time", "18:30", { at: at("1970-01-01T18:30:00Z"), wall: true, hasDate: false, hasTime: true }],
  ["a time with seconds", "18:30:05", { at: at("1970-01-01T18:30:05Z"), wall: true, hasDate: false, hasTime: true }],
  ["a clock's face", "2024-12-15T18:30", { at: at("2024-12-15T18:30:00Z"), wall: true, hasDate: true, hasTime: true }],
  ["with a blank", "2024-12-15 18:30", { at: at("2024-12-15T18:30:00Z"), wall: true, hasDate: true, hasTime: true }],
  ["an instant", "2024-12-15T18:30:00Z", { at: at("2024-12-15T18:30:00Z"), wall: false, hasDate: true, hasTime: true }],
  [
    "with milliseconds",
    "2024-12-15T18:30:00.123Z",
    { at: at("2024-12-15T18:30:00Z"), wall: false, hasDate: true, hasTime: true },
  ],
  [
    "east of Greenwich",
    "2024-12-15T18:30:00+05:30",
    { at: at("2024-12-15T13:00:00Z"), wall: false, hasDate: true, hasTime: true },
  ],
  [
    "west of it",
    "2024-12-15T18:30:00-08:15",
    { at: at("2024-12-16T02:45:00Z"), wall: false, hasDate: true, hasTime: true },
  ],
  [
    "as far east as can be written",
    "2024-12-15T23:59:00+23:59",
    { at: at("2024-12-15T00:00:00Z"), wall: false, hasDate: true, hasTime: true },
  ],
  ["a leap day", "2024-02-29", { at: at("2024-02-29T00:00:00Z"), wall: true, hasDate: true, hasTime: false }],
  ["the last second", "23:59:59", { at: at("1970-01-01T23:59:59Z"), wall: true, hasDate: false, hasTime: true }],
  ["an early year", "0099-01-02", { at: at("0099-01-02T00:00:00Z"), wall: true, hasDate: true, hasTime: false }],
])("%s", (_, text, moment) => {
  expect(parseMoment(text)).toEqual(moment);
});

test.each([
  ["nothing", ""],
  ["words", "tomorrow"],
  ["no leap day", "2023-02-29"],
  ["a 13th month", "2024-13-01"],
  ["month 0", "2024-00-10"],
  ["day 0", "2024-01-00"],
  ["April 31", "2024-04-31"],
  ["24 o'clock", "24:00"],
  ["minute 60", "10:60"],
  ["second 60", "10:00:60"],
  ["second 99 of the last minute", "2024-12-31T23:59:99Z"],
  ["minute 60 of the last hour", "2024-12-31T23:60:00Z"],
  ["a 32nd day", "2024-01-32"],
  ["an offset of a whole day", "2024-01-01T10:00:00+24:00"],
  ["minutes of an offset", "2024-01-01T10:00:00+05:60"],
  ["a time with an offset but no date", "10:00Z"],
  ["a date with an offset but no time", "2024-01-01Z"],
  ["a separator alone", "T10:00"],
  ["a blank alone", " 10:00"],
  ["a date and no separator", "2024-01-0110:00"],
  ["day first", "15-12-2024"],
  ["slashes", "2024/12/15"],
  ["something before", "x2024-12-15"],
  ["something after", "2024-12-15T10:00:00Zx"],
  ["one digit", "2024-1-5"],
  ["other digits", "२०२४-१२-१५"],
])("not a moment: %s", (_, text) => {
  expect(parseMoment(text)).toBeUndefined();
});

test("every instant as JSON writes it is read as that second", () => {
  fc.assert(
    fc.property(fc.date({ min: new Date("0001-01-01"), max: new Date("9999-12-31"), noInvalidDate: true }), (date) => {
      expect(parseMoment(date.toISOString())?.at).toBe(Math.floor(date.getTime() / 1_000) * 1_000);
    }),
  );
});
