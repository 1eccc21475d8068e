import type { RecipientFacts } from "../../domain/decision/recipient-facts.js";
import type { MessageClass } from "../../domain/message-class.js";
import type { PhoneNumberFault, ValidNumber } from "../../domain/phone/phone-number.js";
import type { OptOuts } from "../ports/opt-outs.js";

interface GatherNeeds {
  readonly optOuts: OptOuts;
}

/** Whose facts are asked for, and for what kind of text. */
export interface Recipient {
  readonly number: ValidNumber | PhoneNumberFault;
  readonly class: MessageClass;
  /** undefined: nothing is sent, as in a preview. */
  readonly messageId?: string | undefined;
}

/**
 * What the stores know of a recipient now: the one place that asks, for delivery, doors, preview and parked texts alike.
 * Every store is asked in one turn of the event loop. Rejects while one is away.
 */
export type GatherFacts = (recipient: Recipient) => Promise<RecipientFacts>;

const nobody: RecipientFacts = {};

export const createGatherFacts =
  ({ optOuts }: GatherNeeds): GatherFacts =>
  async ({ number, class: of, messageId }) =>
    typeof number === "string"
      ? nobody
      : { optedOut: await optOuts.standing({ to: number.e164, class: of, messageId }) };
