import { otpDayMs, type OtpPolicy } from "./otp-policy.js";
import type { OtpHold } from "./otp-refusal.js";
import { otpSendLimits } from "./otp-send-limits.js";
import { otpComparisons, type OtpRecord, type OtpSend, type OtpState, otpExpiry, recentOtpState } from "./otp-state.js";

export interface OtpAsk {
  readonly token: string;
  readonly purpose: string;
  readonly mac: string;
  /** The id of a new session. */
  readonly newId: string;
  /** The session that asks again, or the id that a new one is to have. */
  readonly askedId: string | undefined;
  readonly caller: string;
  /** True if only this caller may verify what it asked for. */
  readonly bound: boolean;
}

export type OtpReserved =
  | {
      readonly kind: "reserved";
      readonly verificationId: string;
      readonly expiresAt: number;
      readonly resendAt: number;
      /** The slot was taken before: an earlier run of the same send may have gone out. */
      readonly again: boolean;
    }
  | { readonly kind: "held"; readonly why: OtpHold; readonly until: number };

/** When at least one more code may be compared; 0 while one may. */
const comparableAt = ({ compared }: OtpState, { failuresPerDay }: OtpPolicy): number => {
  let left = otpComparisons(compared);
  let until = 0;
  for (const { at, codes } of compared) {
    if (left < failuresPerDay) break;
    left -= codes;
    until = at + otpDayMs;
  }
  return until;
};

/** Obstacles to one more send, each with the instant at which it ends. */
const holdsOf = (state: OtpState, ask: OtpAsk, policy: OtpPolicy, now: number): readonly [OtpHold, number][] => {
  const { askedId, caller } = ask;
  const session = state.record?.sessions.find(({ verificationId }) => verificationId === askedId);
  const expiresAt = session === undefined ? 0 : otpExpiry(state.record, session.verificationId);
  const isForeign = session?.bound === true && session.caller !== caller;
  const holds: [OtpHold, number][] = [
    ["failures", comparableAt(state, policy)],
    ["attempts", session !== undefined && session.attempts >= policy.attempts ? expiresAt : 0],
    ["other-verification", isForeign ? expiresAt : 0],
  ];
  if (!state.sent.some(({ token }) => token === ask.token)) holds.push(...otpSendLimits(state, ask, policy, now));
  return holds.filter(([, until]) => until > now);
};

/** The record with this send, in its session. */
const withSend = (record: OtpRecord | undefined, ask: OtpAsk, send: OtpSend, now: number): OtpRecord => {
  const { verificationId } = send;
  const alive = otpExpiry(record, verificationId) > now;
  const known = alive ? record?.sessions.find((one) => one.verificationId === verificationId) : undefined;
  const session = known ?? { verificationId, caller: ask.caller, bound: ask.bound, attempts: 0 };
  const others = record?.sessions.filter((one) => one.verificationId !== verificationId) ?? [];
  const sends = record?.sends.filter(({ token }) => token !== send.token) ?? [];
  return { anonymous: record?.anonymous ?? 0, sessions: [...others, session], sends: [...sends, send] };
};

/**
 * First phase of a send: takes the slot and honours the code from now on. The same token again is the same send: it
 * counts towards no limit twice, and its new code is honoured next to the first. Of several holds the longest is
 * named.
 */
export const reserveOtp = (
  before: OtpState,
  ask: OtpAsk,
  policy: OtpPolicy,
  now: number,
): { readonly state: OtpState; readonly answer: OtpReserved } => {
  const state = recentOtpState(before, now);
  const holds = holdsOf(state, ask, policy, now);
  if (holds.length > 0) {
    const [why, until] = holds.reduce((longest, next) => (next[1] > longest[1] ? next : longest));
    return { state, answer: { kind: "held", why, until } };
  }
  const alive = otpExpiry(state.record) > now ? state.record : undefined;
  const { token, purpose, caller } = ask;
  const isNew = !state.sent.some((one) => one.token === token);
  const earlier = alive?.sends.find(({ token }) => token === ask.token);
  const send: OtpSend = {
    token: ask.token,
    verificationId: earlier?.verificationId ?? ask.askedId ?? ask.newId,
    at: isNew ? now : (earlier?.at ?? now),
    expiresAt: now + policy.validityMs,
    macs: [...new Set([...(earlier?.macs ?? []), ask.mac])].slice(-2),
    confirmed: false,
    refunded: false,
  };
  const record = withSend(alive, ask, send, now);
  const sent = isNew ? [...state.sent, { token, purpose, caller, at: now }] : state.sent;
  const limits = otpSendLimits({ ...state, record, sent }, ask, policy, now);
  const resendAt = Math.max(...limits.map(([, until]) => until));
  const { verificationId, expiresAt } = send;
  return {
    state: { ...state, record, sent },
    answer: { kind: "reserved", verificationId, expiresAt, resendAt, again: !isNew },
  };
};
