import { expect, test } from "vitest";
import { defaultOtpPolicy, type OtpPolicy, otpPolicyWarnings } from "../../../src/domain/otp/otp-policy.js";

const warned = (change: Partial<OtpPolicy>) =>
  otpPolicyWarnings(new Map([["login", { ...defaultOtpPolicy("login"), ...change }]]));

const odds = (compared: number, most: number) =>
  `login: ${compared} codes are compared in a day; guessing then succeeds more often than once in 10,000 days, use at most ${most}`;

test.each<[string, Partial<OtpPolicy>, readonly string[]]>([
  ["nothing is weak about what an operator never touched", {}, []],
  ["ten minutes are the longest that NIST allows", { validityMs: 600_000 }, []],
  [
    "a minute more",
    { validityMs: 660_000 },
    ["login: codes are valid for 11 min; NIST SP 800-63B-4 allows at most 10, use 10 or fewer"],
  ],
  ["of a million codes, a hundred guesses a day", { failuresPerDay: 100 }, []],
  ["one guess more", { failuresPerDay: 101 }, [odds(101, 100)]],
  [
    "five digits are fewer than NIST asks for, and sooner guessed",
    { length: 5 },
    [odds(90, 10), "login: 5 digits; NIST SP 800-63B-4 asks for at least 6 digits, use 6 or more"],
  ],
  [
    "letters make up for length: five of them have more than a million codes",
    { length: 5, alphabet: "alphanumeric" },
    [],
  ],
])("%s", (_, change, said) => expect(warned(change)).toEqual(said));

test("the waits between texts grow from half a minute to five, and five texts go in ten minutes", () => {
  expect(defaultOtpPolicy("login")).toMatchObject({
    coolDownsMs: [30_000, 60_000, 120_000, 300_000],
    sendsPerWindow: 5,
    windowMs: 600_000,
    anyCaller: false,
  });
});
