import type { Receipt } from "../../domain/receipt/receipt.js";
import type { ReceiptState } from "../../domain/receipt/receipt-state.js";
import type { OutcomeValue } from "../message/outcome.js";

/** A receipt that says something new of its text. */
export interface News {
  readonly receipt: Receipt;
  readonly outcome: OutcomeValue;
  readonly before: ReceiptState;
  readonly after: ReceiptState;
}

/**
 * Teaches other parts from a receipt, before its text is moved. Rejects while a store it writes to is away: the
 * receipt is then taken again, so the same news twice must come to the same.
 */
export type Learn = (news: News) => Promise<void>;
