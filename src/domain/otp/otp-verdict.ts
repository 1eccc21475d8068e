import type { OtpPolicy } from "./otp-policy.js";
import { type OtpState, otpExpiry, recentOtpState } from "./otp-state.js";

export type OtpVerdict =
  | { readonly kind: "accepted"; readonly verificationId: string; readonly caller: string }
  | { readonly kind: "wrong"; readonly verificationId: string; readonly attemptsLeft: number }
  /** Not compared: attempts or failure budget are gone. */
  | { readonly kind: "spent"; readonly verificationId: string }
  /** Not compared: nothing is alive, or under another id than the one given. */
  | { readonly kind: "unknown" };

export interface OtpGuess {
  /** Of what was typed, under every secret in use. */
  readonly macs: readonly string[];
  readonly verificationId: string | undefined;
}

/** One guess: spends the attempt, compares, consumes on success. */
export const verifyOtp = (
  before: OtpState,
  guess: OtpGuess,
  policy: OtpPolicy,
  now: number,
): { readonly state: OtpState; readonly answer: OtpVerdict } => {
  const state = recentOtpState(before, now);
  const { record, failures } = state;
  if (record === undefined || otpExpiry(record) <= now) return { state, answer: { kind: "unknown" } };
  const { verificationId, caller } = record;
  if (guess.verificationId !== undefined && guess.verificationId !== verificationId)
    return { state, answer: { kind: "unknown" } };
  if (record.attempts >= policy.attempts || failures.length >= policy.failuresPerDay)
    return { state, answer: { kind: "spent", verificationId } };
  const right = record.sends.some(
    ({ macs, expiresAt }) => expiresAt > now && macs.some((mac) => guess.macs.includes(mac)),
  );
  if (right) return { state: { ...state, record: undefined }, answer: { kind: "accepted", verificationId, caller } };
  const attempts = record.attempts + 1;
  const attemptsLeft = Math.min(policy.attempts - attempts, policy.failuresPerDay - failures.length - 1);
  return {
    state: { ...state, record: { ...record, attempts }, failures: [...failures, now] },
    answer: { kind: "wrong", verificationId, attemptsLeft },
  };
};
