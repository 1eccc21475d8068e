import { expect, test } from "vitest";
import { nearestName } from "../../src/domain/nearest-name.js";

const fields = ["to", "text", "template", "class", "sendAt", "senderId", "maxParts"];

test.each<[string, string, readonly string[], string | undefined]>([
  ["a snake for a camel", "send_at", fields, "sendAt"],
  ["another case", "Class", fields, "class"],
  ["a letter left out", "templte", fields, "template"],
  ["a letter too many", "texts", fields, "text"],
  ["two letters swapped", "tetx", fields, "text"],
  ["a beginning", "prod", ["production", "development", "test"], "production"],
  ["a plural of a setting", "SMS_GATEWAYS", ["SMS_GATEWAY", "SMS_SENDER_ID"], "SMS_GATEWAY"],
  ["the nearest of several", "sendrId", fields, "senderId"],
  ["the first two letters swapped", "abcdef", ["xyzdef", "bacdef"], "bacdef"],
  ["a swap costs one, not two", "abcd", ["abdc", "wbcx"], "abdc"],
  ["two letters that are no swap cost two", "ab", ["cd"], undefined],
  ["letters in the other order, not beside each other", "abc", ["cba"], undefined],
  ["of two that are as near, the first", "cot", ["cat", "cut"], "cat"],
  ["the nearer one, though it stands behind", "maxPart", ["minParts", "maxParts"], "maxParts"],
  ["two letters are no beginning", "pr", ["production"], undefined],
  ["three are", "pro", ["production"], "production"],
  ["a third of the letters may be wrong", "abcdef", ["abcdxy"], "abcdxy"],
  ["more than a third may not", "abcdef", ["abcxyz"], undefined],
  ["a name of 80 letters is compared", "x".repeat(80), ["x".repeat(80)], "x".repeat(80)],
  ["one of 81 is not", "x".repeat(81), ["x".repeat(81)], undefined],
  ["nothing known", "to", [], undefined],
  ["something else altogether", "priority", fields, undefined],
  ["one letter is near nothing long", "x", fields, undefined],
  ["nothing", "", fields, undefined],
  ["marks alone", "__", fields, undefined],
  ["what is far too long", "x".repeat(100_000), fields, undefined],
])("%s", (_, given, known, nearest) => {
  expect(nearestName(given, known)).toBe(nearest);
});

test("a known name is its own nearest", () => {
  for (const name of fields) expect(nearestName(name, fields)).toBe(name);
});
