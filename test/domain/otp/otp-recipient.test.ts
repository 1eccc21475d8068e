import { expect, test } from "vitest";
import { defaultOtpPolicy, type OtpPolicy } from "../../../src/domain/otp/otp-policy.js";
import { otpRecipient } from "../../../src/domain/otp/otp-recipient.js";
import { parsePhoneNumber } from "../../../src/domain/phone/phone-number.js";

const asked = (number: string, change: Partial<OtpPolicy> = {}) =>
  otpRecipient(parsePhoneNumber(number, "IN"), { ...defaultOtpPolicy("login"), ...change });

test.each<[string, string, Partial<OtpPolicy>]>([
  ["a mobile number", "098765 43210", {}],
  ["a country whose mobile numbers look like all others", "+12015550123", {}],
  ["a country of the policy", "+919876543210", { countries: new Set(["IN"]) }],
])("%s gets codes", (_, number, change) => expect(asked(number, change)).toHaveProperty("number.e164"));

test.each<[string, string, Partial<OtpPolicy>, string, string | RegExp]>([
  ["what is no number", "12", {}, "invalid-phone-number", /too short/],
  [
    "a landline, which gets no texts",
    "+390612345678",
    {},
    "number-type-not-allowed",
    /^\+3906••••5678 is of type FIXED_LINE/,
  ],
  [
    "satellite phones, which no country has, where the policy names countries",
    "+881612345678",
    { countries: new Set(["IN"]), numberTypes: new Set(["MOBILE"]) },
    "destination-not-allowed",
    "+8816••••5678 is a number of no country, and codes for login go to the policy's countries alone; give a number of one of them.",
  ],
  [
    "a country beside those of the policy",
    "+919876543210",
    { countries: new Set(["US"]) },
    "destination-not-allowed",
    "+9198••••3210 is in IN, where no codes for login go; add it to the policy's countries to send there.",
  ],
])("no codes: %s", (_, number, change, reason, detail) => {
  expect(asked(number, change)).toEqual({
    refusal: { reason, detail: typeof detail === "string" ? detail : expect.stringMatching(detail) },
  });
});
