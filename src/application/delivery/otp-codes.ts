import type { PhoneNumber } from "../../domain/phone/phone-number.js";
import type { Refusal } from "../../domain/decision/refusal.js";
import type { SendRequest } from "../../domain/decision/send-request.js";
import type { TraceEntry } from "../../domain/decision/trace.js";
import type { Message } from "../message/message.js";

/**
 * One-time codes for the delivery of messages; a message whose content is a code gets its code here before it is
 * decided.
 */
export interface OtpCodes {
  /**
   * Reserves the slot and makes the code: the request as `decide` gets it. Asked again for the same message id in this
   * process (a resend), it gives the same code and takes no further slot. Rejects when the store does not answer.
   */
  issue(message: Message): Promise<Issued>;
  /**
   * Ends the text's slot: "accepted" confirms; "unsent" gives the slot back and keeps an earlier code valid;
   * "unknown" honours both codes. Safe to repeat; forgets the code in clear.
   */
  ended(message: Message, end: "accepted" | "unsent" | "unknown"): Promise<void>;
}

export type Issued =
  | {
      readonly kind: "issued";
      readonly request: SendRequest;
      /** Verdicts on the code, before those of `decide`. */
      readonly trace?: readonly TraceEntry[] | undefined;
    }
  | {
      readonly kind: "refused";
      readonly refusal: Refusal;
      /** The evidence; ends with the refusing verdict. */
      readonly trace?: readonly TraceEntry[] | undefined;
      /** The recipient, where the number is one. */
      readonly to?: PhoneNumber | undefined;
    };
