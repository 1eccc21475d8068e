import { expect, test } from "vitest";
import { isLifted, spentWordOf } from "../../../src/domain/money/spent-word.js";

const now = Date.UTC(2026, 10, 30, 22, 30);
const minute = 60_000;
const monthEnds = Date.UTC(2026, 11, 1);

test.each([
  ["just said, of a limit that can be seen: until the month ends", now - minute, now, 50, monthEnds],
  ["of a limit that nobody can see: an hour", now - minute, now, undefined, now + 60 * minute],
  ["an hour that would pass the month's end", now, now + 60 * minute, undefined, monthEnds],
  ["too old: the limit may have been raised since", now - 61 * minute, now, 50, undefined],
  ["of last month", monthEnds - minute, monthEnds + minute, 50, undefined],
])("%s", (_, at, when, limit, until) => {
  expect(spentWordOf(at, when, limit)?.until).toBe(until);
});

test.each([
  ["a raised limit lifts it", 50, 70, true],
  ["the same does not", 50, 50, false],
  ["an account that does not answer lifts nothing", 50, undefined, false],
  ["nor one whose limit was never seen", null, 70, false],
])("%s", (_, known, limit, lifted) => {
  expect(isLifted({ at: now, limit: known, until: monthEnds }, limit)).toBe(lifted);
});
