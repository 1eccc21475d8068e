import type { MessageClass } from "../message-class.js";

/**
 * The progress of a text, weakest proof first: the carrier took it, nobody will ever know, it failed, the handset
 * took it.
 */
export const receiptStatuses = ["carrier-accepted", "unknown", "undelivered", "delivered"] as const;

export type ReceiptStatus = (typeof receiptStatuses)[number];

/** A provider's word on one text. Holds no number and no text. */
export interface Receipt {
  /** `sns`, `eum`, or a connector's own name. */
  readonly provider: string;
  readonly providerMessageId: string;
  /** Our own message id, where the provider handed it back. */
  readonly messageId: string | undefined;
  readonly status: ReceiptStatus;
  /** When it became so. */
  readonly at: Date;
  /** One word of data/provider-responses.json; null where the provider gave no response. */
  readonly response: string | null;
  readonly carrier: string | null;
  /** Parts billed. */
  readonly parts: number | null;
  /** Micro-USD of the whole message. */
  readonly micros: number | null;
}

/** The recipient a delivery log names, for a text that nobody can name by an id. Never logged or published. */
export interface Addressee {
  /** E.164. */
  readonly to: string;
  readonly class: MessageClass;
  /** When the provider took the text. */
  readonly acceptedAt: Date;
}
