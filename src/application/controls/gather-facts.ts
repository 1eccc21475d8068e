import type { RecipientFacts } from "../../domain/decision/recipient-facts.js";
import type { MessageClass } from "../../domain/message-class.js";
import type { PhoneNumberFault, ValidNumber } from "../../domain/phone/phone-number.js";
import type { Asker } from "./charge-of.js";
import type { ForecastControls } from "./forecast-controls.js";
import type { DeadNumbers } from "../ports/dead-numbers.js";
import type { Hashes } from "../ports/hashes.js";
import type { OptOuts } from "../ports/opt-outs.js";

interface GatherNeeds {
  readonly deadNumbers: Pick<DeadNumbers, "ask">;
  readonly forecastControls: ForecastControls;
  readonly hashes: Pick<Hashes, "keyed">;
  readonly optOuts: OptOuts;
}

/** A recipient, and the kind of text the facts are for. */
export interface Recipient {
  readonly number: ValidNumber | PhoneNumberFault;
  readonly class: MessageClass;
  /** undefined: nothing is sent, as in a preview. */
  readonly messageId?: string | undefined;
  /** Asks for forecasts of caps and money, for a text of this template; a delivery takes the real ones. */
  readonly forecast?: (Asker & { readonly template: string | null }) | undefined;
}

/**
 * Gathers the stores' present facts about a recipient: the one place that asks, for delivery, doors, preview and
 * parked texts alike. Every store is asked in one turn of the event loop. Rejects while one is away.
 */
export type GatherFacts = (recipient: Recipient) => Promise<RecipientFacts>;

const nobody: RecipientFacts = {};

export const createGatherFacts =
  ({ deadNumbers, forecastControls, hashes, optOuts }: GatherNeeds): GatherFacts =>
  async ({ number, class: of, messageId, forecast }) => {
    if (typeof number === "string") return nobody;
    const [optedOut, history, forecasts] = await Promise.all([
      optOuts.standing({ to: number.e164, class: of, messageId }),
      deadNumbers.ask(hashes.keyed(number.e164)),
      forecast === undefined ? nobody : forecastControls(number, of, forecast),
    ]);
    return { optedOut, history, ...forecasts };
  };
