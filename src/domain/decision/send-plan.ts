import type { MessageClass } from "../message-class.js";
import type { PhoneNumber } from "../phone/phone-number.js";
import type { Edit, Encoding } from "../text/text.js";

/** Integer micro-USD. */
export interface Money {
  readonly micros: number;
  readonly currency: "USD";
}

/** Everything known about a text that may go, for the gateway and for the outcome. */
export interface SendPlan {
  readonly to: PhoneNumber;
  /** ISO 3166-1 alpha-2 of the number, where libphonenumber knows it. */
  readonly country: string | undefined;
  readonly class: MessageClass;
  readonly text: string;
  readonly encoding: Encoding;
  readonly segments: number;
  readonly parts: readonly string[];
  /** Changes made by smart encoding or shortening. */
  readonly edits: readonly Edit[];
  /** null where the price book has no price for the country. */
  readonly estimatedCost: Money | null;
  readonly senderId: string | undefined;
  readonly originationNumber: string | undefined;
  readonly entityId: string | undefined;
  readonly templateId: string | undefined;
  readonly template: string | null;
  readonly templateVersion: string | null;
  /** The instant after which it is not sent. */
  readonly deadline: Date;
}

/** The known part of a text that may not go; its class is always known. */
export type PartialPlan = Partial<SendPlan> & Pick<SendPlan, "class">;
