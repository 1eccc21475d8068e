import { otpAnonymousPerDay, type OtpPolicy } from "./otp-policy.js";
import { withSends } from "./otp-send-end.js";
import { otpComparisons, type OtpRecord, type OtpSend, type OtpState, otpExpiry, recentOtpState } from "./otp-state.js";

export type OtpVerdict =
  | { readonly kind: "accepted"; readonly verificationId: string; readonly caller: string }
  | { readonly kind: "wrong"; readonly verificationId: string; readonly attemptsLeft: number }
  /** Not compared: the session's attempts or the number's total are gone. */
  | { readonly kind: "spent"; readonly verificationId: string }
  /** Not compared: nothing is alive, or under another id, or of another caller than the one given. */
  | { readonly kind: "unknown" };

export interface OtpGuess {
  /** MACs of the typed code, under every secret in use. */
  readonly macs: readonly string[];
  readonly verificationId: string | undefined;
  /** The name of the caller that verifies. */
  readonly caller: string;
}

/** Codes that this guess is compared with, oldest first: living ones of its session, or of every session of its caller. */
const comparedWith = (record: OtpRecord, guess: OtpGuess, policy: OtpPolicy, now: number): readonly OtpSend[] =>
  record.sends
    .filter(({ expiresAt, verificationId }) => {
      const session = record.sessions.find((one) => one.verificationId === verificationId);
      const own = session !== undefined && (!session.bound || session.caller === guess.caller);
      const asked = guess.verificationId === undefined || guess.verificationId === verificationId;
      return expiresAt > now && asked && (own || policy.anyCaller);
    })
    .sort((a, b) => a.at - b.at || (a.token < b.token ? -1 : 1));

/** Guesses that are left, before this one, to the session or to those without an id. */
const attemptsLeft = (state: OtpState, guess: OtpGuess, codes: number, policy: OtpPolicy): number => {
  const { record, compared } = state;
  const session = record?.sessions.find(({ verificationId }) => verificationId === guess.verificationId);
  const isAnonymous = guess.verificationId === undefined;
  const spent = isAnonymous ? (record?.anonymous ?? 0) : (session?.attempts ?? 0);
  const total = Math.floor((policy.failuresPerDay - otpComparisons(compared)) / codes);
  const anonymously = otpComparisons(compared.filter(({ anonymous }) => anonymous));
  const share = isAnonymous ? Math.floor((otpAnonymousPerDay(policy) - anonymously) / codes) : total;
  return Math.max(0, Math.min(policy.attempts - spent, total, share));
};

const afterWrong = (record: OtpRecord, { verificationId }: OtpGuess): OtpRecord =>
  verificationId === undefined
    ? { ...record, anonymous: record.anonymous + 1 }
    : {
        ...record,
        sessions: record.sessions.map((one) =>
          one.verificationId === verificationId ? { ...one, attempts: one.attempts + 1 } : one,
        ),
      };

/** One guess: spends the attempt, compares, consumes the session on success. */
export const verifyOtp = (
  before: OtpState,
  guess: OtpGuess,
  policy: OtpPolicy,
  now: number,
): { readonly state: OtpState; readonly answer: OtpVerdict } => {
  const state = recentOtpState(before, now);
  const { record } = state;
  if (record === undefined || otpExpiry(record) <= now) return { state, answer: { kind: "unknown" } };
  const sends = comparedWith(record, guess, policy, now);
  const newest = sends.at(-1);
  if (newest === undefined) return { state, answer: { kind: "unknown" } };
  const codes = sends.reduce((sum, { macs }) => sum + macs.length, 0);
  const left = attemptsLeft(state, guess, codes, policy);
  if (left === 0) return { state, answer: { kind: "spent", verificationId: newest.verificationId } };
  const right = sends.find(({ macs }) => macs.some((mac) => guess.macs.includes(mac)));
  if (right === undefined) {
    const compared = [...state.compared, { at: now, codes, anonymous: guess.verificationId === undefined }];
    const after = { ...state, record: afterWrong(record, guess), compared };
    const { verificationId } = newest;
    return {
      state: after,
      answer: { kind: "wrong", verificationId, attemptsLeft: attemptsLeft(after, guess, codes, policy) },
    };
  }
  const { verificationId } = right;
  const { caller = "" } = record.sessions.find((one) => one.verificationId === verificationId) ?? {};
  const others = record.sends.filter((send) => send.verificationId !== verificationId);
  return {
    state: { ...state, record: withSends(record, others) },
    answer: { kind: "accepted", verificationId, caller },
  };
};
