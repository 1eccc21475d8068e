import type { PhoneNumber } from "../../domain/phone/phone-number.js";
import type { Refusal } from "../../domain/decision/refusal.js";
import type { SendRequest } from "../../domain/decision/send-request.js";
import type { TraceEntry } from "../../domain/decision/trace.js";
import type { Message } from "../message/message.js";
import type { Source } from "../ports/journal.js";

/**
 * One-time codes for the delivery of messages; a message whose content is a code gets its code here before it is
 * decided.
 */
export interface OtpCodes {
  /**
   * Reserves the slot and makes the code: the request as `decide` gets it. `earlier` is the answer that the same run
   * had before; its code is given again while it is valid. Another run of the same message gets another code in the
   * same slot. A door's code is made by the door's own run alone. Rejects when the store does not answer.
   */
  issue(message: Message, source: Source, earlier: IssuedOtp | undefined): Promise<IssuedOtp>;
  /**
   * Ends the text's slot: "accepted" confirms; "unsent" gives the slot back and keeps an earlier code valid;
   * "unknown" honours both codes. `source` is the origin of the run that ended it. Safe to repeat.
   */
  ended(message: Message, end: "accepted" | "unsent" | "unknown", source: Source): Promise<void>;
  /** The text waits, and nothing of it went out; the run that wakes it makes another code. Safe where none was made. */
  parked(message: Message, issued: IssuedOtp | undefined): Promise<void>;
}

/** The facts of a code that a door may tell: everything but the code. */
export interface TellableOtp {
  readonly to: PhoneNumber;
  readonly verificationId: string;
  readonly expiresAt: Date;
  readonly resendAt: Date;
}

export type IssuedOtp =
  | {
      readonly kind: "issued";
      /** Holds the code in clear, in memory; ends with its run. */
      readonly request: SendRequest;
      /** Verdicts on the code, before those of `decide`. */
      readonly trace: readonly TraceEntry[];
      readonly tellable: TellableOtp;
    }
  | {
      readonly kind: "refused";
      readonly refusal: Refusal;
      /** The evidence; ends with the refusing verdict. */
      readonly trace: readonly TraceEntry[];
      /** The recipient, where the number is one. */
      readonly to?: PhoneNumber | undefined;
      /** When a code may be asked for again, where time alone holds it back. */
      readonly heldUntil?: Date | undefined;
    };
