/** Keyed MACs of codes (`OTP_SECRET`), each bound to number, purpose and code: no other trace of the code is kept. */
export interface OtpMacs {
  /** Under the newest secret: this one is stored. `who`: the E.164 number. */
  make(who: string, purpose: string, code: string): string;
  /** Under every secret in use: a guess is compared by these. Their length tells nothing of the guess. */
  all(who: string, purpose: string, code: string): readonly string[];
}
