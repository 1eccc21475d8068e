import fc from "fast-check";
import { expect, test } from "vitest";
import { masked, parsePhoneNumber } from "../../src/domain/phone-number.js";

test.each([
  ["spaces and a hyphen", "+91 98765-43210"],
  ["a national trunk zero", "098765 43210"],
  ["the country code without +", "919876543210"],
  ["the national number alone", "9876543210"],
  ["00 for +", "00919876543210"],
  ["parentheses and dots", "+91 (98765) 43.210"],
])("%s is the same number", (_, input) => {
  expect(parsePhoneNumber(input)).toMatchObject({ e164: "+919876543210", country: "IN", type: "MOBILE" });
});

test.each([
  ["nothing", "  ", "empty"],
  ["letters", "98765ABCDE", "letters"],
  ["an extension", "+91 9876543210 ext 5", "extension"],
  ["a short code", "56767", "short-code"],
  ["too many digits", "+9198765432101234567", "too-long"],
  ["no subscriber has it", "+915999999999", "invalid"],
])("%s is refused", (_, input, fault) => {
  expect(parsePhoneNumber(input)).toBe(fault);
});

test("no input throws", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 80 }), (input) => {
      parsePhoneNumber(input);
    }),
    { numRuns: 5_000 },
  );
});

test("a number prints masked", () => expect(masked("+919876543210")).toBe("+9198••••3210"));
