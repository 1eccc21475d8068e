import fc from "fast-check";
import { expect, test } from "vitest";
import { instantText } from "../../src/domain/instant-text.js";

test.each([
  ["the epoch", 0, "1970-01-01T00:00:00.000Z"],
  ["one digit of milliseconds", 7, "1970-01-01T00:00:00.007Z"],
  ["two", 77, "1970-01-01T00:00:00.077Z"],
  ["three", 777, "1970-01-01T00:00:00.777Z"],
  ["a leap day", Date.UTC(2028, 1, 29, 23, 59, 59, 999), "2028-02-29T23:59:59.999Z"],
  ["the last year of four digits", 253_402_300_799_999, "9999-12-31T23:59:59.999Z"],
  ["beyond it", 253_402_300_800_000, "no valid time"],
  ["before 1970", -1, "no valid time"],
  ["no number", Number.NaN, "no valid time"],
])("%s", (_, time, text) => expect(instantText(time)).toBe(text));

test("as Date writes it", () =>
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 253_402_300_799_999 }), (time) => {
      expect(instantText(time)).toBe(new Date(time).toISOString());
    }),
  ));
