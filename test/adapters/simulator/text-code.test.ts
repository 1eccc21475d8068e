import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { textCode } from "../../../src/adapters/simulator/text-code.js";

describe("textCode", () => {
  test.each<[string, string, string | undefined]>([
    ["the shipped English text", "493021 is your login code, valid for 10 min. Never share this code.", "493021"],
    ["the shipped Hindi text", "493021 आपका लॉगिन कोड है। 10 मिनट तक मान्य। किसी को न बताएँ।", "493021"],
    ["what browsers read comes first", "Your code for order 2024: 0042\n\n@shop.example #7731", "7731"],
    ["an Android hash below is no code", "<#> Your code is 123456\nFA+9qCX9VSu", "123456"],
    ["a hash of capitals and digits is too long for one", "Your code: 5531\nFA19QCX9VSU", "5531"],
    ["letters and digits", "Your code is 7KQ4XR.", "7KQ4XR"],
    ["capitals without a vowel", "Code: KQXRTW", "KQXRTW"],
    ["a code in two halves", "Your code is 123 456", "123456"],
    ["at the end of a sentence", "Your PIN is 4711.", "4711"],
    ["leading zeros stay", "OTP 000017", "000017"],
    ["an order number is none", "Order ORD-2024-001 is confirmed, tell no code to anyone", undefined],
    ["a sum is none", "Code on its way. You paid Rs.4500 or INR 1,250.00 or $ 9000", undefined],
    ["a time and a date are none", "Code valid till 10:3045 and 2026-11-24", undefined],
    ["a number is none", "Lost the code? Call +919876543210", undefined],
    ["a link is none", "Your code: https://shop.example/1234/56789", undefined],
    ["a text about something else", "Order 123456 is ready", undefined],
    ["a word in capitals", "NEVER SHARE THIS CODE", undefined],
    ["no text", "", undefined],
  ])("%s", (_, text, code) => expect(textCode(text)).toBe(code));

  const shipped = ["otp_login", "otp_registration", "otp_password_reset"].flatMap((name) =>
    [...readFileSync(`templates/${name}.yaml`, "utf8").matchAll(/^ {2}\w\w: "(.*\{code\}.*)"$/gmu)].map(
      ([, text]) => text!,
    ),
  );
  test("whatever code a shipped text holds is found", () => {
    expect(shipped.length).toBeGreaterThanOrEqual(6);
    const digits = fc.stringMatching(/^[0-9]{4,10}$/u);
    fc.assert(
      fc.property(fc.constantFrom(...shipped), digits, (text, code) => {
        expect(textCode(text.replace("{code}", code).replace("{validity_minutes}", "10"))).toBe(code);
      }),
    );
  });
});
