import { otpDayMs } from "./otp-policy.js";

/** One text that was, or may have been, sent. Instants are milliseconds since 1970. */
export interface OtpSend {
  /** The message's id: the same one again is the same send. */
  readonly token: string;
  /** The session that asked for it. */
  readonly verificationId: string;
  readonly at: number;
  readonly expiresAt: number;
  /** MACs of its code; two where a crash made it send a fresh code. */
  readonly macs: readonly string[];
  /** Confirmed: nothing takes it back any more. */
  readonly confirmed: boolean;
  /** Its slot was given back although the text may have gone out: its codes count, the send does not. */
  readonly refunded: boolean;
}

/** One caller's claim to a code, known by its verification id, with a small budget of guesses of its own. */
export interface OtpSession {
  readonly verificationId: string;
  /** The name of the caller that asked. */
  readonly caller: string;
  /** True if only that caller may verify; false where an event asked, because an event has no key. */
  readonly bound: boolean;
  /** Wrong guesses so far. */
  readonly attempts: number;
}

/** The live codes, sessions and counts of a number and purpose. */
export interface OtpRecord {
  readonly sessions: readonly OtpSession[];
  readonly sends: readonly OtpSend[];
  /** Wrong guesses without a verification id. */
  readonly anonymous: number;
}

/** One text of a number in the last 24 h, whatever its purpose. */
export interface OtpSent {
  readonly token: string;
  readonly purpose: string;
  readonly caller: string;
  readonly at: number;
}

/** One wrong guess of a number in the last 24 h, whatever its purpose. */
export interface OtpCompared {
  readonly at: number;
  /** Codes that it was compared with. */
  readonly codes: number;
  /** The guess came without a verification id. */
  readonly anonymous: boolean;
}

/** Everything kept of one number, as one purpose sees it. */
export interface OtpState {
  readonly record: OtpRecord | undefined;
  readonly sent: readonly OtpSent[];
  /** Oldest first. */
  readonly compared: readonly OtpCompared[];
}

export const emptyOtpState: OtpState = { record: undefined, sent: [], compared: [] };

/** A code lives while now < its expiry. `verificationId`: only the sends of that session. */
export const otpExpiry = (record: OtpRecord | undefined, verificationId?: string): number =>
  Math.max(
    0,
    ...(record?.sends ?? [])
      .filter((send) => verificationId === undefined || send.verificationId === verificationId)
      .map(({ expiresAt }) => expiresAt),
  );

/** Sends and wrong guesses of the last 24 h only. */
export const recentOtpState = (state: OtpState, now: number): OtpState => ({
  record: state.record,
  sent: state.sent.filter(({ at }) => at > now - otpDayMs),
  compared: state.compared.filter(({ at }) => at > now - otpDayMs),
});

/** Counts the codes that were compared with wrong guesses. */
export const otpComparisons = (compared: readonly OtpCompared[]): number =>
  compared.reduce((sum, { codes }) => sum + codes, 0);
