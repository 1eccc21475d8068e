import { consentClasses } from "../../domain/consent/consent-entry.js";
import { masked, parsePhoneNumber } from "../../domain/phone/phone-number.js";
import type { ConsentLedger } from "../ports/consent-ledger.js";
import type { Hashes } from "../ports/hashes.js";
import type { MessageLog } from "../ports/message-log.js";
import type { PublishConsent } from "./publish-consent.js";

interface ForgetNeeds {
  readonly consentLedger: ConsentLedger;
  readonly defaultCountry: string;
  readonly hashes: Hashes;
  readonly messageLog: Pick<MessageLog, "forget">;
  readonly publishConsent: PublishConsent;
}

export interface Forgotten {
  /** Masked. */
  readonly to: string;
  readonly removed: {
    /** Choices whose number and evidence were erased. */
    readonly consentEvidence: number;
    /** Rows of the message log that lost number and hash. */
    readonly loggedMessages: number;
  };
  /** Records that stay, each a sentence with the reason. */
  readonly kept: readonly string[];
}

/**
 * Removes a person's records. The wish for no more texts stays, as a keyed hash: without it the next import would
 * text them again. Safe to repeat. Rejects while a store is away; the records removed until then stay removed.
 */
export type ForgetPerson = (to: string) => Promise<Forgotten | { readonly fault: string }>;

const kept = [
  "the choice itself stays in the ledger and in sms.consent, as a keyed hash without number and evidence: a suppression must outlive the erasure",
  "the journal's records of texts end by themselves JOURNAL_TTL_HOURS after the text; number and text stand in them sealed only",
  "texts that wait in the schedule are sent or refused when due; codes end with their validity, within a day",
  "events in Kafka end with their topics' retention: erase earlier by shortening it",
  "the texts at the provider and in AWS's delivery logs are not ours to erase",
] as const;

export const createForgetPerson =
  ({ consentLedger, defaultCountry, hashes, messageLog, publishConsent }: ForgetNeeds): ForgetPerson =>
  async (to) => {
    const number = parsePhoneNumber(to, defaultCountry);
    if (typeof number === "string") return { fault: `is no number that gets texts (${number})` };
    const who = hashes.keyed(number.e164);
    const { consent } = await consentLedger.read(who);
    const sealed = Object.values(consent)
      .flat()
      .filter((entry) => entry.sealed !== null);
    if (sealed.length > 0) {
      const entries = sealed.map((entry) => ({ ...entry, sealed: null }));
      const left = await consentLedger.record({ who, entries });
      for (const ofClass of consentClasses) if (left[ofClass] !== undefined) await publishConsent(who, ofClass, left);
    }
    const loggedMessages = await messageLog.forget(who);
    return { to: masked(number.e164), removed: { consentEvidence: sealed.length, loggedMessages }, kept };
  };
