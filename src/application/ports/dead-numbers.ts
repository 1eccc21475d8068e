import type { NumberHistory } from "../../domain/phone/number-history.js";

/**
 * The word of receipts on numbers, by the keyed hash of the E.164 form; kept for 45 days after the last word, in a bounded
 * space. Every method is one atomic step of one number and safe to repeat; rejects with `JournalUnavailable` while the
 * store is away.
 */
export interface DeadNumbers {
  /** `noHistory` where nothing failed. All questions of one turn of the event loop go in one call per server. */
  ask(who: string): Promise<NumberHistory>;
  failed(who: string, at: Date): Promise<void>;
  /** Notes nothing where no text to the number has failed: nearly all numbers never need a record. */
  reached(who: string, at: Date): Promise<void>;
  /** True: there was something to forget. */
  forget(who: string): Promise<boolean>;
}
