import { expect, test } from "vitest";
import { defaultOtpPolicy } from "../../../src/domain/otp/otp-policy.js";
import { type OtpHold, otpRefusal } from "../../../src/domain/otp/otp-refusal.js";

const policy = {
  ...defaultOtpPolicy("login"),
  sendsPerWindow: 3,
  windowMs: 120_000,
  sendsPerDay: 7,
  attempts: 4,
  failuresPerDay: 55,
};

/** The sentence reaches callers and outcomes: it says which limit was met, as the operator set it, and what helps. */
test.each<[OtpHold, RegExp, RegExp]>([
  ["cool-down", /a moment ago/, /send again later/],
  ["window", /3 codes in 2 min/, /send again later/],
  ["day", /as many codes in 24 h as the policy allows, 7 for one caller and purpose and 13 in all;/, /another factor/],
  ["failures", /55 comparisons of 24 h/, /another factor/],
  ["attempts", /4 wrong codes/, /leave verificationId out/],
  ["other-verification", /another caller asked/i, /leave it out/],
  ["pumping", /pumped/, /allow-list/],
  ["budget", /as many codes in an hour as it may/, /otp\.hour in SMS_LIMITS/],
])("%s", (why, limit, help) => {
  const { reason, detail } = otpRefusal(why, policy);
  expect(reason).toBe("otp-refused");
  expect(detail).toMatch(limit);
  expect(detail).toMatch(help);
});

test("one is told as one", () => {
  const once = { ...policy, sendsPerWindow: 1, attempts: 1 };
  expect(otpRefusal("window", once).detail).toContain("1 code in 2 min");
  expect(otpRefusal("attempts", once).detail).toContain("1 wrong code was entered");
});
