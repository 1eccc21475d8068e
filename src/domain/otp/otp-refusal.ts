import { counted } from "../counted.js";
import { otpNumberSendsPerDay, type OtpPolicy } from "./otp-policy.js";
import type { Refusal } from "../decision/refusal.js";

/** The reason why a code is not sent to this number now. */
export type OtpHold =
  /** The last text is too recent. */
  | "cool-down"
  | "window"
  | "day"
  /** Too many codes were compared with wrong guesses in 24 h, over all sessions. */
  | "failures"
  /** The session that asks again has no attempts left. */
  | "attempts"
  /** The session that is named belongs to another caller. */
  | "other-verification"
  | "pumping"
  /** All numbers and callers together got as many codes in an hour as the operator allows. */
  | "budget";

const hold: Readonly<Record<OtpHold, (policy: OtpPolicy) => string>> = {
  "cool-down": () => "A code was sent to this number a moment ago; let the person read it, and send again later",
  window: ({ sendsPerWindow, windowMs }) =>
    `This number got ${counted(sendsPerWindow, "code")} in ${windowMs / 60_000} min, which is the policy's most; send again later`,
  day: (policy) =>
    `This number got as many codes in 24 h as the policy allows, ${policy.sendsPerDay} for one caller and purpose and ${otpNumberSendsPerDay(policy)} in all; send again later, or use another factor`,
  failures: ({ failuresPerDay }) =>
    `Wrong codes for this number used up the ${failuresPerDay} comparisons of 24 h; wait, or use another factor`,
  attempts: ({ attempts }) =>
    `${counted(attempts, "wrong code")} ${attempts === 1 ? "was" : "were"} entered for this verification; leave verificationId out to start a new one`,
  "other-verification": () =>
    "Another caller asked under this verificationId; leave it out to start a verification of your own",
  pumping: () =>
    "Too few codes sent to this range, or by this caller, are ever entered, as when texts are pumped; an operator can allow-list it",
  budget: () =>
    "The service sent as many codes in an hour as it may; ask again later. An operator raises otp.hour in SMS_LIMITS",
};

/** `otp-refused` as the outcome and the HTTP answer say it. */
export const otpRefusal = (why: OtpHold, policy: OtpPolicy): Refusal => ({
  reason: "otp-refused",
  detail: hold[why](policy),
});
