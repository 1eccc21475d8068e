import type { Clock } from "../ports/clock.js";
import type { Log } from "../ports/log.js";
import { chooseLetters, type LetterChoice } from "./choose-letters.js";
import { findLetter } from "./find-letter.js";
import type { ScanNeeds } from "./scan-letters.js";

export interface Discarded {
  readonly ids: readonly string[];
  /** Chosen ids that no letter has. */
  readonly unknown: readonly string[];
  /** Letters of the group that this call left for the next. */
  readonly left: number;
}

/** Marks letters as settled, with the reason: lists of open ones leave them out, the topic keeps them. */
export type DiscardDeadLetters = (choice: LetterChoice, by: string, reason: string) => Promise<Discarded>;

export const createDiscardDeadLetters =
  (needs: ScanNeeds & { readonly clock: Pick<Clock, "now">; readonly log: Log }): DiscardDeadLetters =>
  async (choice, by, reason) => {
    const { ids, left } = await chooseLetters(needs, choice);
    const known: string[] = [];
    for (const id of ids)
      if (!("ids" in choice) || (await findLetter(needs.deadLetterLog, id)) !== undefined) known.push(id);
    await needs.deadLetterMarks.mark(known, { state: "discarded", at: needs.clock.now(), by, reason });
    if (known.length > 0) needs.log.info({ by, letters: known.length }, "dead letters were discarded");
    return { ids: known, unknown: ids.filter((id) => !known.includes(id)), left };
  };
