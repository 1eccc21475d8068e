import { type OtpAlphabet, otpAlphabets } from "./otp-code.js";

/**
 * The rules of one purpose's codes: their form, and the limits on asking and guessing. Every field is the operator's.
 */
export interface OtpPolicy {
  readonly purpose: string;
  /** Characters of a code, 4–10. */
  readonly length: number;
  readonly alphabet: OtpAlphabet;
  /** From the reservation of a send; at most 10 min, password_reset at most 15 when set explicitly. */
  readonly validityMs: number;
  /** Wrong guesses that one session takes; a resend gives no new ones. */
  readonly attempts: number;
  /** Wait after the first, second, … send of a verification; the last one repeats. */
  readonly coolDownsMs: readonly number[];
  /** Sends by one caller, to one number, for one purpose; `sendsPerDay` counts the same. */
  readonly sendsPerWindow: number;
  readonly windowMs: number;
  readonly sendsPerDay: number;
  /** Codes of a number that wrong guesses are compared with in 24 h, over all sessions, callers and purposes. */
  readonly failuresPerDay: number;
  /** ISO 3166-1 alpha-2; "all": every country that the service allows. */
  readonly countries: ReadonlySet<string> | "all";
  /** libphonenumber's types. */
  readonly numberTypes: ReadonlySet<string>;
  readonly template: string;
  /** True if `verificationId` must be given to verify. */
  readonly requireVerificationId: boolean;
  /** True if another key than the one that asked may verify. */
  readonly anyCaller: boolean;
  /** Host of the web page that reads the code (WebOTP); its `@host #code` becomes the last line. */
  readonly webHost: string | undefined;
  /** Android SMS Retriever's 11 characters that name the app; the text then has at most 140 bytes. */
  readonly retrieverHash: string | undefined;
}

export type OtpPolicies = ReadonlyMap<string, OtpPolicy>;

const second = 1_000;
const minute = 60 * second;
export const otpDayMs = 24 * 60 * minute;

/**
 * Defaults where an operator says nothing. Attempts and the failure budget: OWASP ASVS 5.0 §6.5 and NIST SP 800-63B-4
 * §3.2.2 (rate limiting); validity ≤ 10 min: NIST SP 800-63B-4 §3.1.3.2 (out-of-band); mobile numbers only: reports
 * of pumping from other services.
 */
export const defaultOtpPolicy = (purpose: string): OtpPolicy => ({
  purpose,
  length: 6,
  alphabet: "numeric",
  validityMs: 5 * minute,
  attempts: 5,
  coolDownsMs: [30, 60, 120, 300].map((seconds) => seconds * second),
  sendsPerWindow: 5,
  windowMs: 10 * minute,
  sendsPerDay: 10,
  failuresPerDay: 90,
  countries: "all",
  numberTypes: new Set(["MOBILE", "FIXED_LINE_OR_MOBILE"]),
  template: `otp_${purpose}`,
  requireVerificationId: false,
  anyCaller: false,
  webHost: undefined,
  retrieverHash: undefined,
});

/**
 * Texts of codes that one number gets in 24 h, over all callers and purposes: each gives a session its own few
 * guesses.
 */
export const otpNumberSendsPerDay = ({ attempts, failuresPerDay, sendsPerDay }: OtpPolicy): number =>
  Math.max(Math.floor(failuresPerDay / attempts), sendsPerDay);

/**
 * The share of `failuresPerDay` open to guesses without a verification id: no more than the sessions of one caller
 * leave, so that a caller with an id always has its own attempts.
 */
export const otpAnonymousPerDay = ({ attempts, failuresPerDay, sendsPerDay }: OtpPolicy): number =>
  Math.max(attempts, failuresPerDay - attempts * sendsPerDay);

/** The shipped purposes, there without any configuration. */
export const shippedPurposes = ["login", "registration", "password_reset"] as const;

export const defaultOtpPolicies: OtpPolicies = new Map(
  shippedPurposes.map((purpose) => [purpose, defaultOtpPolicy(purpose)]),
);

/** Longest validity that any purpose may set; 15 min for password_reset alone, and with a warning. */
export const longestValidityMinutes = (purpose: string): number => (purpose === "password_reset" ? 15 : 10);

/** The greatest chance of guessing one number's code within a day. */
const weakestOdds = 1e-4;
const size = (alphabet: OtpAlphabet, length: number): number => otpAlphabets[alphabet].length ** length;

/** Warns of policies that are allowed and yet weaker than NIST SP 800-63B-4 or the odds above. */
export const otpPolicyWarnings = (policies: OtpPolicies): readonly string[] =>
  [...policies.values()].flatMap(({ purpose, validityMs, length, alphabet, failuresPerDay }) => [
    ...(validityMs > 10 * minute
      ? [
          `${purpose}: codes are valid for ${validityMs / minute} min; NIST SP 800-63B-4 allows at most 10, use 10 or fewer`,
        ]
      : []),
    ...(failuresPerDay > weakestOdds * size(alphabet, length)
      ? [
          `${purpose}: ${failuresPerDay} codes are compared in a day; guessing then succeeds more often than once in 10,000 days, use at most ${Math.floor(weakestOdds * size(alphabet, length))}`,
        ]
      : []),
    ...(length < 6 && alphabet === "numeric"
      ? [`${purpose}: ${length} digits; NIST SP 800-63B-4 asks for at least 6 digits, use 6 or more`]
      : []),
  ]);
