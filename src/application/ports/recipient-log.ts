import type { RecipientCap } from "../../domain/rate/recipient-caps.js";
import type { RecipientAnswer, RecipientAsk } from "../../domain/rate/recipient-step.js";

/**
 * The recent texts to one number, shared by all workers; `who` is the keyed hash of the number. Every method is one atomic
 * step and safe to repeat; steps of one turn of the event loop travel together. Rejects with `JournalUnavailable` when the
 * store does not answer; the step may have been applied.
 */
export interface RecipientLog {
  /** Gives the text its place, or refuses it by a cap and takes nothing. The same message again keeps its place. */
  take(who: string, ask: RecipientAsk): Promise<RecipientAnswer>;
  /** The text surely did not go out: it counts towards nothing. */
  giveBack(who: string, messageId: string): Promise<void>;
  /** Counts the texts towards each cap now; takes nothing. */
  counts(who: string, caps: readonly RecipientCap[]): Promise<readonly number[]>;
}
