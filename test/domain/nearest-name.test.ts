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
