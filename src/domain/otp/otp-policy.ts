import type { OtpAlphabet } from "./otp-code.js";

/** What one purpose's codes are like, and how often they may be asked for and guessed. Every field is the operator's. */
export interface OtpPolicy {
  readonly purpose: string;
  /** Characters of a code, 4–10. */
  readonly length: number;
  readonly alphabet: OtpAlphabet;
  /** From the reservation of a send; at most 10 min, password_reset at most 15 when set explicitly. */
  readonly validityMs: number;
  /** Wrong guesses that one verification takes; a resend gives no new ones. */
  readonly attempts: number;
  /** Wait after the first, second, … send of a verification; the last one repeats. */
  readonly coolDownsMs: readonly number[];
  readonly sendsPerWindow: number;
  readonly windowMs: number;
  readonly sendsPerDay: number;
  /** Wrong guesses per number and purpose in 24 h, whatever was sent in between. */
  readonly failuresPerDay: number;
  /** ISO 3166-1 alpha-2; "all": whatever the service as a whole allows. */
  readonly countries: ReadonlySet<string> | "all";
  /** libphonenumber's types. */
  readonly numberTypes: ReadonlySet<string>;
  readonly template: string;
  /** Whether `verificationId` must be given to verify. */
  readonly requireVerificationId: boolean;
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
 * What holds where an operator says nothing. Attempts and the failure budget: OWASP ASVS 5.0 §6.5 and NIST SP 800-63B-4
 * §3.2.2 (rate limiting); validity ≤ 10 min: NIST SP 800-63B-4 §3.1.3.2 (out-of-band); mobile numbers only: the peers'
 * pumping reports.
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
  failuresPerDay: 10,
  countries: "all",
  numberTypes: new Set(["MOBILE", "FIXED_LINE_OR_MOBILE"]),
  template: `otp_${purpose}`,
  requireVerificationId: false,
  webHost: undefined,
  retrieverHash: undefined,
});

/** The guide's purposes, there without any configuration. */
export const shippedPurposes = ["login", "registration", "password_reset"] as const;

export const defaultOtpPolicies: OtpPolicies = new Map(
  shippedPurposes.map((purpose) => [purpose, defaultOtpPolicy(purpose)]),
);

/** Longest validity that any purpose may set; the guide's 15 min for password_reset alone, and with a warning. */
export const longestValidityMinutes = (purpose: string): number => (purpose === "password_reset" ? 15 : 10);

/** What an operator should know of a policy that is allowed and yet weaker than the yardsticks. */
export const otpPolicyWarnings = (policies: OtpPolicies): readonly string[] =>
  [...policies.values()].flatMap(({ purpose, validityMs, length, alphabet }) => [
    ...(validityMs > 10 * minute
      ? [
          `${purpose}: codes are valid for ${validityMs / minute} min; NIST SP 800-63B-4 allows at most 10, use 10 or fewer`,
        ]
      : []),
    ...(length < 6 && alphabet === "numeric"
      ? [`${purpose}: ${length} digits; NIST SP 800-63B-4 asks for at least 6 digits, use 6 or more`]
      : []),
  ]);
