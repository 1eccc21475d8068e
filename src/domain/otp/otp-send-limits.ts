import { otpDayMs, type OtpPolicy, otpNumberSendsPerDay } from "./otp-policy.js";
import type { OtpHold } from "./otp-refusal.js";
import type { OtpRecord, OtpState } from "./otp-state.js";

/** The instant from which another text to this number for this purpose may be asked for, by anybody. */
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

/**
 * The instant from which one more send is allowed, by each limit: the caller's for this number and purpose, the
 * number's over all callers, and the wait between texts. A limit for each caller keeps one caller's abuse from locking
 * out another caller's people.
 */
export const otpSendLimits = (
  { record, sent }: OtpState,
  { purpose, caller }: { readonly purpose: string; readonly caller: string },
  policy: OtpPolicy,
  now: number,
): [OtpHold, number][] => {
  const own = sent.filter((one) => one.purpose === purpose && one.caller === caller).map(({ at }) => at);
  const all = sent.map(({ at }) => at);
  return [
    ["day", roomAt(own, policy.sendsPerDay, otpDayMs, now)],
    ["day", roomAt(all, otpNumberSendsPerDay(policy), otpDayMs, now)],
    ["window", roomAt(own, policy.sendsPerWindow, policy.windowMs, now)],
    ["cool-down", resendAt(record, policy)],
  ];
};
