import type { ConsentEntry } from "../../domain/consent/consent-entry.js";
import type { ConsentStanding } from "../../domain/consent/consent-standing.js";
import type { NumberConsent } from "../../domain/consent/number-consent.js";
import type { MessageClass } from "../../domain/message-class.js";

/** Entries of one number; `who` is the keyed hash of its E.164 form. */
export interface ToldConsent {
  readonly who: string;
  readonly entries: readonly ConsentEntry[];
}

export interface AskedConsent {
  readonly who: string;
  readonly class: MessageClass;
  /** The message that would go: its answer tells whether it is a reply that was permitted. */
  readonly messageId: string | undefined;
}

export interface AnsweredConsent extends ConsentStanding {
  /** False: the ledger was emptied and is not rebuilt yet; senders wait. */
  readonly whole: boolean;
  /** This very message is the reply to the person's own text and may still go. */
  readonly permitted: boolean;
}

/** The reply a person's text is answered with. */
export type ReplyKind = "opt-out" | "opt-in" | "help";

/** A reply may pass the check for this long after it was permitted (47 CFR 64.1200(a)(12): five minutes). */
export const replyMs = 5 * 60_000;
/** No second reply of a kind goes out within this time: an auto-responder would answer it, and so on. */
export const replyAgainMs = 24 * 3_600_000;
/** Amazon SNS, OptInPhoneNumber: once per number in 30 days. */
export const optInAgainMs = 30 * 24 * 3_600_000;
/** A claim of it that nobody ends is over after this time, which is longer than the call takes. */
export const optInClaimMs = 60_000;

/**
 * The choices of people, by number and class, with their proof. Every method is one atomic step per number and safe
 * to repeat; rejects with `JournalUnavailable` when the store does not answer (the step may have been applied). It
 * never holds a number in clear. Merged entries are kept for good: order and repetition of entries change nothing.
 */
export interface ConsentLedger {
  /** Merges; answers the number's entries afterwards. */
  record(told: ToldConsent): Promise<NumberConsent>;
  /** The same for many, without an answer: each number's own step is atomic, not all of them together. */
  recordAll(told: readonly ToldConsent[]): Promise<void>;
  /** Asks everything a text needs; all questions of one turn of the event loop go in one call per server. */
  ask(asked: AskedConsent): Promise<AnsweredConsent>;
  /** All that is known of the number. `whole` as for `ask`. */
  read(who: string): Promise<{ readonly whole: boolean; readonly consent: NumberConsent }>;
  /** Numbers with entries, in a fixed order; `next` is there while there are more. */
  list(limit: number, cursor?: string): Promise<{ readonly numbers: readonly ListedConsent[]; readonly next?: string }>;
  /**
   * Permits this message as the reply. Of parallel messages one is permitted, and it again when repeated; others are
   * refused for a day.
   */
  permitReply(who: string, kind: ReplyKind, messageId: string): Promise<boolean>;
  /** Takes the number's one OptInPhoneNumber of 30 days, for a minute; otherwise answers from when on there is another. */
  claimOptIn(who: string): Promise<{ readonly claimed: true } | { readonly claimed: false; readonly from: Date }>;
  /** Ends a claim: where AWS may have done it, for 30 days from now; where it surely did not, the claim is given back. */
  endOptIn(who: string, mayBeDone: boolean): Promise<void>;
  /** AWS's list named these in this generation of the sweep. */
  seen(whos: readonly string[], generation: number): Promise<void>;
  /** Numbers that AWS's list keeps away as far as the ledger knows, and that this generation did not name. */
  unseen(generation: number): Promise<readonly string[]>;
  /** The place up to which `sms.consent` has been read into this ledger; undefined: it was emptied, or never filled. */
  position(): Promise<string | undefined>;
  /** Marks the ledger as whole: it holds everything up to `position`. */
  rebuilt(position: string): Promise<void>;
  /** Marks the ledger as incomplete: it must be rebuilt before anything is sent. */
  doubt(): Promise<void>;
}

export interface ListedConsent {
  readonly who: string;
  readonly consent: NumberConsent;
}
