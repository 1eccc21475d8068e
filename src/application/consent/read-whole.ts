import type { NumberConsent } from "../../domain/consent/number-consent.js";
import type { ConsentLedger } from "../ports/consent-ledger.js";
import { JournalUnavailable } from "../ports/journal.js";

interface ReadNeeds {
  readonly consentLedger: Pick<ConsentLedger, "read">;
  /** Called where the ledger turns out to be emptied. */
  readonly rebuild: () => void;
}

/**
 * All that is known of a number, for those who change it. Rejects with `JournalUnavailable` while the ledger is being rebuilt,
 * as while the store is away: by a part of a person's choices a new one would be judged wrongly, and in `sms.consent` the
 * part would stand in place of the whole.
 */
export type ReadWhole = (who: string) => Promise<NumberConsent>;

export const createReadWhole =
  ({ consentLedger, rebuild }: ReadNeeds): ReadWhole =>
  async (who) => {
    const { whole, consent } = await consentLedger.read(who);
    if (whole) return consent;
    rebuild();
    throw new JournalUnavailable("The consent ledger is being rebuilt; choices wait until it is whole");
  };
