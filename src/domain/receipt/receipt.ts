import type { MessageClass } from "../message-class.js";

/** How far a text came, weakest proof first: the carrier took it, nobody will ever know, it failed, the handset took it. */
export const receiptStatuses = ["carrier-accepted", "unknown", "undelivered", "delivered"] as const;

export type ReceiptStatus = (typeof receiptStatuses)[number];

/** What a provider says of one text. Holds no number and no text. */
export interface Receipt {
  /** `sns`, `eum`, or whatever a connector calls itself. */
  readonly provider: string;
  readonly providerMessageId: string;
  /** Where the provider handed our own id back. */
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

/** What a delivery log tells besides: whose text it was, for a text that nobody can name by an id. Never logged or published. */
export interface Addressee {
  /** E.164. */
  readonly to: string;
  readonly class: MessageClass;
  /** When the provider took the text. */
  readonly acceptedAt: Date;
}
