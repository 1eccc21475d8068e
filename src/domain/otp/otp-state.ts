import { otpDayMs } from "./otp-policy.js";

/** One text that was, or may have been, sent. Instants are milliseconds since 1970. */
export interface OtpSend {
  /** The message's id: the same one again is the same send. */
  readonly token: string;
  readonly at: number;
  readonly expiresAt: number;
  /** Of its code; two where a crash made it send a fresh code. */
  readonly macs: readonly string[];
  /** Confirmed: nothing takes it back any more. */
  readonly confirmed: boolean;
  /** Its slot was given back although the text may have gone out: its codes count, it doesn't. */
  readonly refunded: boolean;
}

/** The one live verification of a number and purpose. */
export interface OtpRecord {
  readonly verificationId: string;
  readonly caller: string;
  /** Wrong guesses so far. */
  readonly attempts: number;
  readonly sends: readonly OtpSend[];
}

/** Everything kept of one number and purpose. */
export interface OtpState {
  readonly record: OtpRecord | undefined;
  /** Sends of the last 24 h by token, over all verifications. */
  readonly sent: ReadonlyMap<string, number>;
  /** Instants of wrong guesses in the last 24 h, over all verifications, oldest first. */
  readonly failures: readonly number[];
}

export const emptyOtpState: OtpState = { record: undefined, sent: new Map(), failures: [] };

/** A code lives while now < its expiry. */
export const otpExpiry = (record: OtpRecord | undefined): number =>
  Math.max(0, ...(record?.sends ?? []).map(({ expiresAt }) => expiresAt));

/** Sends and failures of the last 24 h only. */
export const recentOtpState = (state: OtpState, now: number): OtpState => ({
  record: state.record,
  sent: new Map([...state.sent].filter(([, at]) => at > now - otpDayMs)),
  failures: state.failures.filter((at) => at > now - otpDayMs),
});

/** Nothing in it matters any more: no code lives, no send or failure is of the last 24 h. */
export const isOverOtpState = (state: OtpState, now: number): boolean => {
  const { record, sent, failures } = recentOtpState(state, now);
  return otpExpiry(record) <= now && sent.size === 0 && failures.length === 0;
};
