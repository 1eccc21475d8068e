import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { classifierOf, type ProviderResponse } from "../../../src/domain/receipt/provider-response.js";

const table: readonly ProviderResponse[] = JSON.parse(readFileSync("data/provider-responses.json", "utf8"));
const classify = classifierOf(table);

test.each(table.filter(({ providerResponse }) => !/[*<]/u.test(providerResponse)))(
  "$providerResponse",
  ({ providerResponse, klass }) => expect(classify(providerResponse)).toBe(klass),
);

test.each([
  ["the number stands in the sentence", "+15550101234 is opted out", "opted_out"],
  ["the number is spelt apart", "+1 (555) 010-1234 is opted out.", "opted_out"],
  [
    "a sentence goes on after its beginning",
    "Your account requires additional review prior to being able to send SMS messages. Open a case",
    "account_blocked",
  ],
  ["case and blanks do not matter", "  phone number is  OPTED out. ", "opted_out"],
  ["a word stands for itself", "accepted_by_carrier", "accepted_by_carrier"],
  ["what nobody has seen yet", "Flux capacitor +15550101234 empty", "unclassified"],
  ["a sentence only begins like a known one", "Invalid phone number +15550101234", "unclassified"],
])("%s", (_, response, word) => expect(classify(response)).toBe(word));

test("a word never holds a digit", () => {
  for (const { klass } of table) expect(klass).toMatch(/^[a-z_]+$/u);
});

const own = classifierOf([
  { providerResponse: "To <number> (a.b) *", klass: "special" },
  { providerResponse: "Number <number>", klass: "numbered" },
]);

test.each([
  ["signs of a pattern stand for themselves", "To +15550101234 (a.b) anything", "special"],
  ["a sign is no wildcard", "To +15550101234 (aXb) anything", "unclassified"],
  ["a phone number of any spelling", "Number (555) 010-1234", "numbered"],
  ["letters are no number", "Number five", "unclassified"],
  ["four digits are none", "Number 1234", "unclassified"],
  ["lines and blanks fold", "  Number\n  12345678.  ", "numbered"],
  ["one full stop goes, not two", "Number 12345678..", "numbered"],
  ["a stop inside stays", "To. +15550101234 (a.b) x", "unclassified"],
  ["what stands behind 500 characters", `Number 12345678${" ".repeat(500)}x`, "numbered"],
])("%s", (_, response, word) => expect(own(response)).toBe(word));
