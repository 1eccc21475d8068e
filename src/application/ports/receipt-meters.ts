import type { ReceiptStatus } from "../../domain/receipt/receipt.js";

/**
 * The fate of a receipt: it moved its text to this status; or it said nothing new, found no text, found no text and no
 * room to wait for one, could not be read, contradicts another, or names a price that cannot be.
 */
export type ReceiptEvent =
  | ReceiptStatus
  | "repeated"
  | "unmatched"
  | "unkept"
  | "unparsed"
  | "contradicting"
  | "implausible-price";

export interface ReceiptMeters {
  receipt(event: ReceiptEvent): void;
  /** Tells if this worker is the one that reads the provider's log. */
  receiptsPolled(here: boolean): void;
  /** One call of the provider's log. */
  receiptCall(answer: "ok" | "throttled" | "failed"): void;
}
