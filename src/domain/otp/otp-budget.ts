import type { TraceEntry } from "../decision/trace.js";

/** All codes of a deployment are counted in 60 steps. A count stays for 59 of them at the least, which are an hour. */
export const otpBudgetWindowMs = Math.ceil(3_600_000 / 59) * 60;

/** The wait to tell a caller: counts leave step by step. */
export const otpBudgetRetryMs = otpBudgetWindowMs / 60;

/** `sent`: all codes of the window, before this one. */
export const otpBudgetEvidence = (perHour: number, sent: number): TraceEntry => ({
  rule: "otp-budget",
  verdict: "refuse",
  observed: `${sent} codes in an hour, over all numbers and callers`,
  consequence: `Refused from ${perHour} an hour on (otp.hour in SMS_LIMITS)`,
});
