import { numberFault } from "../../domain/phone/number-fault.js";
import { parsePhoneNumber } from "../../domain/phone/phone-number.js";
import type { ConsentLedger } from "../ports/consent-ledger.js";
import type { Hashes } from "../ports/hashes.js";
import { type OptOutList, OptOutListUnavailable } from "../ports/opt-out-list.js";

interface OptInNeeds {
  readonly consentLedger: ConsentLedger;
  readonly defaultCountry: string;
  readonly hashes: Hashes;
  readonly optOutList: OptOutList;
}

export type OptedInAtAws =
  | { readonly kind: "done" }
  /** AWS takes a number off its list once in 30 days; it was not asked. */
  | { readonly kind: "too-early"; readonly from: Date }
  | { readonly kind: "fault"; readonly fault: string };

/**
 * Takes a number off AWS's own list. Rejects where AWS or the ledger does not answer; where AWS surely did nothing,
 * another try may follow: at once, or in a minute where the ledger's answer was lost.
 */
export type OptInAtAws = (to: string) => Promise<OptedInAtAws>;

export const createOptInAtAws =
  ({ consentLedger, defaultCountry, hashes, optOutList }: OptInNeeds): OptInAtAws =>
  async (to) => {
    const number = parsePhoneNumber(to, defaultCountry);
    if (typeof number === "string") return { kind: "fault", fault: numberFault(number) };
    const who = hashes.keyed(number.e164);
    const claim = await consentLedger.claimOptIn(who);
    if (!claim.claimed) return { kind: "too-early", from: claim.from };
    // A ledger that is away forgets the claim after a minute; AWS itself refuses a second opt-in.
    const end = (mayBeDone: boolean) => consentLedger.endOptIn(who, mayBeDone).catch(() => undefined);
    try {
      await optOutList.optIn(number.e164);
    } catch (error) {
      // Without an answer it may have been done.
      await end(!(error instanceof OptOutListUnavailable && error.refused));
      throw error;
    }
    await end(true);
    return { kind: "done" };
  };
