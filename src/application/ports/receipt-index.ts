import type { MessageClass } from "../../domain/message-class.js";
import type { PriceCounts, PriceSum, SumScope } from "../../domain/receipt/price-sum.js";
import type { Receipt } from "../../domain/receipt/receipt.js";
import type { ReceiptState } from "../../domain/receipt/receipt-state.js";

/** A text that a provider took. */
export interface SentText {
  readonly providerMessageId: string;
  readonly messageId: string;
  readonly scope: SumScope;
  readonly estimateMicros: number;
}

/** A recorded text, and the receipts' word on it so far. */
export interface IndexedText {
  readonly messageId: string;
  readonly state: ReceiptState;
  /** The store's own name for the place of this entry. */
  readonly place: string;
}

/** A receipt that no text was known for. Holds no number: `who` is its keyed hash. */
export interface KeptReceipt {
  readonly receipt: Receipt;
  readonly who: string | null;
  readonly class: MessageClass | null;
  readonly acceptedAt: Date | null;
}

/** Receipts come up to 72 h late, and the reading of a log reaches back as far. */
export const receiptsComeMs = 75 * 3_600_000;

/**
 * From a provider's id to the message, for as long as receipts may come; the receipts that found none; and the sums of
 * estimates and prices. Every method is one atomic step of one text. Rejects with `JournalUnavailable`.
 */
export interface ReceiptIndex {
  /**
   * Records a text and adds it to the sums; the same again changes nothing, nor does a text of long ago, of which no receipt
   * comes any more. Answers the receipts that came before it.
   */
  record(sent: SentText): Promise<readonly KeptReceipt[]>;
  find(providerMessageId: string): Promise<IndexedText | undefined>;
  /** Writes the new state, and adds `change` to the sums; false, and nothing, where the state is no longer `known`. */
  move(
    providerMessageId: string,
    known: IndexedText,
    state: ReceiptState,
    scope: SumScope,
    change: PriceCounts,
  ): Promise<boolean>;
  /**
   * Keeps a receipt that found no text, for 75 h. "recorded": its text is there by now, nothing was kept. "full": too many
   * wait, it is not kept; the log still holds it, and is read again.
   */
  keep(kept: KeptReceipt): Promise<"kept" | "recorded" | "full">;
  /** Drops the receipt kept for this text, once it was taken. */
  release(providerMessageId: string): Promise<void>;
  /** All waiting receipts, for a person to look at. */
  kept(): Promise<readonly KeptReceipt[]>;
  /** Sums of these days (UTC). */
  sums(days: readonly string[]): Promise<readonly PriceSum[]>;
  /** Texts of a day without any receipt, for as long as the index holds them; at most `limit`. */
  unheard(day: string, limit: number): Promise<readonly string[]>;
}
