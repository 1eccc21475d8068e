import type { OptOut } from "../../domain/decision/recipient-facts.js";
import type { MessageClass } from "../../domain/message-class.js";
import type { PhoneNumber } from "../../domain/phone/phone-number.js";

/** The text that would go. */
export interface AskedOptOut {
  readonly to: PhoneNumber;
  readonly class: MessageClass;
  /** undefined: nothing is sent, as in a preview. */
  readonly messageId: string | undefined;
}

/** The people who must not be texted. */
export interface OptOuts {
  /**
   * The opt-out that forbids such a text now; undefined: there is none. Rejects while the store is away or not whole:
   * the asker waits, and neither sends nor refuses. Questions of one turn of the event loop travel together.
   */
  standing(asked: AskedOptOut): Promise<OptOut | undefined>;
}
