import { otpDayMs, type OtpPolicy } from "./otp-policy.js";
import type { OtpHold } from "./otp-refusal.js";
import { type OtpRecord, type OtpSend, type OtpState, otpExpiry, recentOtpState } from "./otp-state.js";

export interface OtpAsk {
  readonly token: string;
  readonly mac: string;
  /** The id of a new verification. */
  readonly newId: string;
  /** The id that the asker insists on. */
  readonly askedId: string | undefined;
  readonly caller: string;
}

export type OtpReserved =
  | {
      readonly kind: "reserved";
      readonly verificationId: string;
      readonly expiresAt: number;
      readonly resendAt: number;
    }
  | { readonly kind: "held"; readonly why: OtpHold; readonly until: number };

/** When the next send of this verification may be asked for. */
const resendAt = (record: OtpRecord | undefined, policy: OtpPolicy): number => {
  const counted = (record?.sends ?? []).filter(({ refunded }) => !refunded);
  if (counted.length === 0) return 0;
  const wait = policy.coolDownsMs[Math.min(counted.length, policy.coolDownsMs.length) - 1] ?? 0;
  return Math.max(...counted.map(({ at }) => at)) + wait;
};

/** When the oldest of the last `most` instants leaves the window; 0 while there are fewer. */
const roomAt = (instants: readonly number[], most: number, windowMs: number, now: number): number => {
  const recent = instants.filter((at) => at > now - windowMs).sort((a, b) => a - b);
  return recent.length < most ? 0 : recent[recent.length - most]! + windowMs;
};

/** When one more send may be asked for, by each limit. */
const sendLimits = ({ record, sent }: OtpState, policy: OtpPolicy, now: number): [OtpHold, number][] => [
  ["day", roomAt([...sent.values()], policy.sendsPerDay, otpDayMs, now)],
  ["window", roomAt([...sent.values()], policy.sendsPerWindow, policy.windowMs, now)],
  ["cool-down", resendAt(record, policy)],
];

/** What stands against one more send, with the instant at which it no longer does. */
const holdsOf = (state: OtpState, ask: OtpAsk, policy: OtpPolicy, now: number): readonly [OtpHold, number][] => {
  const { record } = state;
  const expiresAt = otpExpiry(record);
  const holds: [OtpHold, number][] = [
    ["failures", roomAt(state.failures, policy.failuresPerDay, otpDayMs, now)],
    ["attempts", record !== undefined && record.attempts >= policy.attempts ? expiresAt : 0],
    ["other-verification", ask.askedId !== undefined && ask.askedId !== record?.verificationId ? expiresAt : 0],
  ];
  if (!state.sent.has(ask.token)) holds.push(...sendLimits(state, policy, now));
  return holds.filter(([, until]) => until > now);
};

/**
 * First phase of a send: takes the slot and honours the code from now on. The same token again is the same send: no limit
 * of sends is asked twice, its new code is honoured beside the first. Of several holds the longest is named.
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
  const alive = state.record !== undefined && otpExpiry(state.record) > now ? state.record : undefined;
  const verificationId = alive?.verificationId ?? ask.askedId ?? ask.newId;
  const earlier = alive?.sends.find(({ token }) => token === ask.token);
  const expiresAt = now + policy.validityMs;
  const send: OtpSend = {
    token: ask.token,
    at: earlier?.at ?? now,
    expiresAt,
    macs: [...new Set([...(earlier?.macs ?? []), ask.mac])].slice(-2),
    confirmed: false,
    refunded: false,
  };
  const sends = [...(alive?.sends ?? []).filter(({ token }) => token !== ask.token), send];
  const record: OtpRecord = { verificationId, caller: ask.caller, attempts: alive?.attempts ?? 0, sends };
  const sent = new Map(state.sent).set(ask.token, state.sent.get(ask.token) ?? now);
  const next = Math.max(...sendLimits({ ...state, record, sent }, policy, now).map(([, until]) => until));
  const answer = { kind: "reserved", verificationId, expiresAt, resendAt: next } as const;
  return { state: { ...state, record, sent }, answer };
};

const changed = (state: OtpState, token: string, change: (send: OtpSend) => OtpSend | undefined): OtpState => {
  const { record } = state;
  if (record === undefined) return state;
  const sends = record.sends.flatMap((send) => (send.token === token ? (change(send) ?? []) : [send]));
  return { ...state, record: sends.length === 0 ? undefined : { ...record, sends } };
};

const without = (sent: ReadonlyMap<string, number>, token: string): ReadonlyMap<string, number> =>
  new Map([...sent].filter(([other]) => other !== token));

const isConfirmed = ({ record }: OtpState, token: string): boolean =>
  record?.sends.some((send) => send.token === token && send.confirmed) ?? false;

/** Second phase: the text went out, or may have: the slot stays taken. */
export const confirmOtp = (state: OtpState, token: string): OtpState =>
  changed(state, token, (send) => ({ ...send, confirmed: true }));

/** Second phase: surely not sent. The code goes, the slot comes back, earlier codes stay as they were. */
export const abortOtp = (state: OtpState, token: string): OtpState =>
  isConfirmed(state, token) ? state : { ...changed(state, token, () => undefined), sent: without(state.sent, token) };

/** Second phase after a crash: the code stays honoured, the slot comes back. */
export const refundOtp = (state: OtpState, token: string): OtpState =>
  isConfirmed(state, token)
    ? state
    : { ...changed(state, token, (send) => ({ ...send, refunded: true })), sent: without(state.sent, token) };
