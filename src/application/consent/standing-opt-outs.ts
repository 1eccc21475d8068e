import { JournalUnavailable } from "../ports/journal.js";
import type { ConsentLedger } from "../ports/consent-ledger.js";
import type { Hashes } from "../ports/hashes.js";
import type { OptOuts } from "../ports/opt-outs.js";

interface StandingNeeds {
  readonly consentLedger: ConsentLedger;
  readonly hashes: Hashes;
  /** Called where the ledger turns out to be emptied. */
  readonly rebuild: () => void;
}

/**
 * The ledger's word for a text that is to go. While the ledger is being rebuilt nobody is refused and nothing goes: it waits,
 * as it does while the store is away.
 */
export const createStandingOptOuts = ({ consentLedger, hashes, rebuild }: StandingNeeds): OptOuts => ({
  standing: async ({ to, class: ofClass, messageId }) => {
    const answer = await consentLedger.ask({ who: hashes.keyed(to), class: ofClass, messageId });
    const { whole, optedOut, permitted, by } = answer;
    if (!whole) {
      rebuild();
      throw new JournalUnavailable("The consent ledger is being rebuilt; nothing is sent until it is whole");
    }
    if (!optedOut || permitted || by === undefined) return undefined;
    return { since: new Date(by.at), source: by.source };
  },
});
