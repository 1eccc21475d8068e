import type { CrashPolicy } from "../../domain/message-class.js";
import type { RecipientAnswer, RecipientAsk } from "../../domain/rate/recipient-step.js";
import type { OpenAnswer, Source } from "./journal.js";
import type { Charge, Reserved } from "./money-ledger.js";

/** All that one text asks for that leaves at once: its claim, its place among those to the number, its money and its mark. */
export interface DepartureAsk {
  readonly id: string;
  readonly source: Source;
  readonly policy: CrashPolicy;
  readonly keepUntil: Date;
  /** See `Journal.open`. */
  readonly payload: string;
  readonly openLeaseMs: number;
  readonly sendLeaseMs: number;
  /** The number's keyed hash. */
  readonly who: string;
  readonly place: RecipientAsk;
  /** The money of the first send. */
  readonly charge: Charge;
  /** A line of the charge, counted from 0, and the most that its sum may come to, this text included. */
  readonly watched: { readonly line: number; readonly most: number } | undefined;
}

export interface Departed {
  readonly opened: OpenAnswer;
  /** Asked for where the claim says go, and no send of the message ever began. */
  readonly place?: RecipientAnswer | undefined;
  /** Asked for where the place is there at once. */
  readonly reserved?: Reserved | undefined;
  /** The first send is written ahead: `reserved`, and no watched sum beyond its most. */
  readonly marked: boolean;
}

/**
 * One journey to the store in place of three: claim, caps, money and mark in this order, each only where the one before it
 * lets the text go. Each is the step of its own port, with its promises; where one stops it, the others can be asked
 * for one by one from there.
 */
export interface Departures {
  /**
   * A question that is the same one each time it is asked. After a lost answer: where it marked, it answers as it did;
   * where it did not, it may answer that the message is busy. Once its answer was followed, it marks nothing any more.
   * Rejects with `JournalUnavailable` and `JournalLost`, as the journal does.
   */
  begin(ask: DepartureAsk): () => Promise<Departed>;
}
