import { expect, test } from "vitest";
import { localHour } from "../../../src/domain/country/local-hour.js";

test.each([
  ["America/New_York", "2026-11-25T14:00:00Z", "2026-11-25T09:00", "09:00 in New York on Wednesday", "winter"],
  ["America/New_York", "2026-07-01T13:00:00Z", "2026-07-01T09:00", "09:00 in New York on Wednesday", "summer"],
  ["America/New_York", "2026-03-08T06:59:00Z", "2026-03-08T01:59", "01:59 in New York on Sunday", "before the skip"],
  ["America/New_York", "2026-03-08T07:00:00Z", "2026-03-08T03:00", "03:00 in New York on Sunday", "02:00 is skipped"],
  ["Europe/Berlin", "2026-10-25T00:30:00Z", "2026-10-25T02:30", "02:30 in Berlin on Sunday", "first 02:30"],
  ["Europe/Berlin", "2026-10-25T01:30:00Z", "2026-10-25T02:30", "02:30 in Berlin on Sunday", "02:30 again"],
  ["Asia/Calcutta", "2026-11-25T03:30:00Z", "2026-11-25T09:00", "09:00 in Kolkata on Wednesday", "named anew, +05:30"],
  ["Asia/Kathmandu", "2026-11-25T03:15:00Z", "2026-11-25T09:00", "09:00 in Kathmandu on Wednesday", "+05:45"],
  ["Pacific/Honolulu", "2026-11-25T02:00:00Z", "2026-11-24T16:00", "16:00 in Honolulu on Tuesday", "still yesterday"],
  ["Pacific/Kiritimati", "2026-12-31T19:00:00Z", "2027-01-01T09:00", "09:00 in Kiritimati on Friday", "next year"],
  [
    "America/Argentina/Buenos_Aires",
    "2028-02-29T12:00:00Z",
    "2028-02-29T09:00",
    "09:00 in Buenos Aires on Tuesday",
    "-",
  ],
  [
    "Australia/Lord_Howe",
    "2026-10-03T15:30:00Z",
    "2026-10-04T02:30",
    "02:30 in Lord Howe on Sunday",
    "skips half an hour",
  ],
  ["UTC", "2026-11-25T09:00:00Z", "2026-11-25T09:00", "09:00 in UTC on Wednesday", "no place"],
])("%s at %s: %s, %s (%s)", (zone, instant, local, words) =>
  expect(localHour(zone, Date.parse(instant))).toEqual({ local, words }),
);
