import type { OtpPolicy } from "../../domain/otp/otp-policy.js";
import type { OtpAsk, OtpReserved } from "../../domain/otp/otp-reservation.js";
import type { OtpGuess, OtpVerdict } from "../../domain/otp/otp-verdict.js";

/** The owner and the purpose of codes. */
export interface OtpSubject {
  /** Keyed hash of the E.164 number: every spelling of it gives the same one. */
  readonly who: string;
  readonly purpose: string;
}

/**
 * One record per number and purpose, with a session for each that asked; sends and wrong guesses of 24 h per number. Holds no code and no number in clear. Every method
 * is one atomic step and one round trip, by the store's own clock to the millisecond; rejects with `JournalUnavailable` when
 * the store does not answer (the step may have been applied). Nothing it keeps lives longer than a day and its margin.
 */
export interface OtpStore {
  /**
   * First phase of a send. Of parallel sends, as many are reserved as the policy would allow one after the other. The
   * code is honoured at once, since its text may arrive before the second phase. The same token again is the same
   * send.
   */
  reserve(subject: OtpSubject, ask: Omit<OtpAsk, "purpose">, policy: OtpPolicy): Promise<OtpReserved>;
  /** Second phase: the text went out, or may have. The slot stays taken; a later abort or refund changes nothing. */
  confirm(subject: OtpSubject, token: string): Promise<void>;
  /**
   * Second phase: surely not sent. Its code goes and its slot comes back; earlier codes, their expiry and cool-down are as
   * before. Answers true if this call took the slot back, so that its text is taken out of other counts once.
   */
  abort(subject: OtpSubject, token: string): Promise<boolean>;
  /**
   * Its codes stay honoured until they expire, its slot comes back: after a crash, and while a text waits. Answers as `abort`
   * does.
   */
  refund(subject: OtpSubject, token: string): Promise<boolean>;
  /** Codes to the number for this purpose are honoured no more; true where there were any. Counts of texts and guesses stay. */
  forget(subject: OtpSubject): Promise<boolean>;
  /**
   * Spends the attempt, compares with the codes of its session, consumes the session on success. Without an id the
   * guess is compared with every code of its caller, on a budget of its own. A wrong guess never moves an expiry; a
   * foreign verification id or caller spends nothing; of parallel right guesses one is accepted.
   */
  verify(subject: OtpSubject, guess: OtpGuess, policy: OtpPolicy): Promise<OtpVerdict>;
}
