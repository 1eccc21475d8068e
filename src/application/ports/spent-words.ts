import type { SpentWord } from "../../domain/money/spent-word.js";

/**
 * The provider's word that stops all workers: its monthly limit is spent, or it blocks the account. Every method is one atomic step and safe to
 * repeat; rejects with `JournalUnavailable` while the store is away.
 */
export interface SpentWords {
  /** Keeps the word; one from before the last lift is about a limit that is gone, and changes nothing. */
  keep(word: SpentWord): Promise<void>;
  /** The word that stands, also after its time; undefined: there is none. */
  read(): Promise<SpentWord | undefined>;
  /** The limit is another one since `at` (epoch ms): words from before stand no more. */
  lift(at: number): Promise<void>;
}
