import { recordedOutcome } from "../message/recorded-outcome.js";
import type { CampaignLedger } from "../ports/campaign-ledger.js";
import type { Hashes } from "../ports/hashes.js";
import type { Journal } from "../ports/journal.js";
import { campaignMessageId, placeOf } from "./campaign-message.js";

interface OptOutNeeds {
  readonly campaignLedger: Pick<CampaignLedger, "active" | "optedOut" | "read">;
  readonly hashes: Hashes;
  readonly journal: Pick<Journal, "read">;
}

/** Counts a person's opt-out in every campaign at work that texted them. */
export type CountOptOut = (e164: string) => Promise<void>;

/** No index of numbers is kept: the id of a recipient's text follows from the number, and the journal knows the rest. */
export const createCountOptOut =
  ({ campaignLedger, hashes, journal }: OptOutNeeds): CountOptOut =>
  async (e164) => {
    for (const id of await campaignLedger.active()) {
      const { rounds = 0 } = (await campaignLedger.read(id)) ?? {};
      // A recipient who was retried has a text for each generation, and any of them may have reached the person.
      for (let generation = rounds; generation >= 0; generation -= 1) {
        const entry = await journal.read(campaignMessageId(hashes, id, e164, generation));
        const place = entry?.outcome && placeOf(recordedOutcome(entry.outcome.event).source);
        if (place === undefined) continue;
        await campaignLedger.optedOut(id, place.index);
        break;
      }
    }
  };
