/** Keyed MACs of codes (`OTP_SECRET`), each bound to number, purpose and code: nothing else tells what the code is. */
export interface CodeMacs {
  /** Under the newest secret: what is stored. `who`: the E.164 number. */
  make(who: string, purpose: string, code: string): string;
  /** Under every secret in use: what a guess is compared by. Its length tells nothing of the guess. */
  all(who: string, purpose: string, code: string): readonly string[];
}
