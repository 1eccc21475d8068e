import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { countsOf, reasonCountsOf } from "../../../src/domain/campaign/campaign-counts.js";
import {
  codeOfEnd,
  columnOf,
  costChange,
  isFailureCode,
  isPaidCode,
  isReasonCode,
  reasonOf,
  recipientCodes,
  replaces,
  retriableCodes,
} from "../../../src/domain/campaign/recipient-code.js";

const { waiting, sending, cancelled, inDoubt, sent, undelivered, delivered } = recipientCodes;

/** The bytes as ledgers hold them: none may ever mean another thing. */
const reasons: [number, string, "failed" | "refused"][] = [
  [16, "invalid-event", "refused"],
  [17, "invalid-phone-number", "refused"],
  [18, "number-type-not-allowed", "refused"],
  [19, "destination-not-allowed", "refused"],
  [20, "template-unknown", "refused"],
  [21, "template-variables-invalid", "refused"],
  [22, "message-empty", "refused"],
  [23, "message-too-long", "refused"],
  [24, "compliance-missing", "refused"],
  [25, "sender-id-not-allowed", "refused"],
  [26, "opted-out", "refused"],
  [27, "quiet-hours", "refused"],
  [28, "deadline-passed", "refused"],
  [29, "frequency-capped", "refused"],
  [30, "otp-refused", "refused"],
  [31, "spend-limit-reached", "refused"],
  [32, "gateway-rejected", "failed"],
  [33, "gateway-unavailable", "failed"],
  [34, "internal-error", "failed"],
  [35, "identity-conflict", "failed"],
];

test.each(reasons)("%d is %s, %s", (code, reason, column) => {
  expect(codeOfEnd("failed", reason)).toBe(code);
  expect([reasonOf(code), columnOf(code), isReasonCode(code)]).toEqual([reason, column, true]);
  expect([isFailureCode(code), isPaidCode(code)]).toEqual([column === "failed", false]);
});

test.each([
  [waiting, 0, "waiting", null, false, false],
  [sending, 1, "sending", null, false, false],
  [cancelled, 2, "cancelled", "cancelled", false, false],
  [inDoubt, 3, "inDoubt", "outcome-unknown", false, true],
  [sent, 200, "sent", null, false, true],
  [undelivered, 201, "undelivered", null, true, true],
  [delivered, 202, "delivered", null, false, true],
])("%d is the state %d", (code, byte, column, reason, failure, paid) => {
  expect(code).toBe(byte);
  expect([columnOf(code), reasonOf(code), isReasonCode(code)]).toEqual([column, reason, false]);
  expect([isFailureCode(code), isPaidCode(code)]).toEqual([failure, paid]);
});

test.each([
  ["sent", null, sent],
  ["delivered", null, delivered],
  ["undelivered", "outcome-unknown", undelivered],
  ["failed", "outcome-unknown", inDoubt],
  ["failed", "cancelled", cancelled],
  ["failed", "a reason of a later version", 34],
  ["failed", null, 34],
] as const)("a message's end %s, %s", (status, reason, code) => expect(codeOfEnd(status, reason)).toBe(code));

test("once more is tried what surely did not go out and may succeed", () =>
  expect(retriableCodes.map(reasonOf)).toEqual([
    "gateway-unavailable",
    "spend-limit-reached",
    "deadline-passed",
    "quiet-hours",
  ]));

test.each([
  [waiting, sending, false, "a beginning is no end"],
  [waiting, cancelled, true, "it ended"],
  [sending, inDoubt, true, "it ended"],
  [inDoubt, 33, true, "a doubt is settled"],
  [inDoubt, sent, true, "a doubt is settled"],
  [33, 34, false, "one reason never replaces another"],
  [27, sent, true, "a text that went out after all"],
  [sent, undelivered, true, "it says more"],
  [undelivered, delivered, true, "a later receipt"],
  [delivered, undelivered, false, "a late receipt"],
  [sent, sent, false, "a repeated word"],
  [sent, 33, false, "a late word"],
])("from %d to %d: %s, %s", (from, to, expected) => expect(replaces(from, to)).toBe(expected));

describe("what a campaign's cost changes by", () => {
  test.each([
    ["a text goes out: its estimate", sending, sent, 100],
    ["it may have gone out: its estimate", sending, inDoubt, 100],
    ["a doubt settled as sent: nothing", inDoubt, sent, 0],
    ["a doubt settled as failed: the estimate is given back", inDoubt, 33, -100],
    ["the first receipt: the provider's price", sent, delivered, -30],
    ["a receipt before the word that it was sent", sending, delivered, 70],
    ["a doubt settled by a receipt", inDoubt, undelivered, -30],
    ["a second receipt: nothing", undelivered, delivered, 0],
    ["a refusal costs nothing", sending, 27, 0],
  ])("%s", (_, from, to, expected) => expect(costChange(from, to, 100, 70)).toBe(expected));
});

test("columns are the sum of their bytes, and the total the sum of the columns", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(1_000), { minLength: 27, maxLength: 27 }), (counts) => {
      const codes = [...Object.values(recipientCodes), ...reasons.map(([code]) => code)];
      const { total, ...columns } = countsOf(new Map(codes.map((code, at) => [code, counts[at]!])));
      expect(total).toBe(counts.reduce((sum, count) => sum + count));
      expect(Object.values(columns).reduce((sum, count) => sum + count)).toBe(total);
      expect(columns.failed).toBe(counts.slice(23).reduce((sum, count) => sum + count));
    }),
    { numRuns: 50 },
  );
});

test("nothing counted: every column is zero", () =>
  expect(countsOf(new Map())).toEqual({
    ...{ total: 0, waiting: 0, sending: 0, sent: 0, delivered: 0, undelivered: 0 },
    ...{ failed: 0, refused: 0, inDoubt: 0, cancelled: 0 },
  }));

test("reasons are told with their number, and none that nobody has", () => {
  const byCode = new Map([
    [waiting, 5],
    [sent, 4],
    [cancelled, 3],
    [26, 2],
    [33, 0],
  ]);
  expect(reasonCountsOf(byCode)).toEqual({ cancelled: 3, "opted-out": 2 });
});
