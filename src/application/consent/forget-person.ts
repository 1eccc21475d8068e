import { consentClasses } from "../../domain/consent/consent-entry.js";
import { numberFault } from "../../domain/phone/number-fault.js";
import { masked, parsePhoneNumber, type PhoneNumber } from "../../domain/phone/phone-number.js";
import type { Audiences } from "../ports/audiences.js";
import type { ConsentLedger } from "../ports/consent-ledger.js";
import type { DeadNumbers } from "../ports/dead-numbers.js";
import type { Hashes } from "../ports/hashes.js";
import type { Journal } from "../ports/journal.js";
import type { MessageLog } from "../ports/message-log.js";
import type { OtpStore } from "../ports/otp-store.js";
import type { UnparsedReceipts } from "../ports/unparsed-receipts.js";
import type { FindPerson } from "./find-person.js";
import type { PublishConsent } from "./publish-consent.js";
import type { ReadWhole } from "./read-whole.js";
import type { ReviewTexts } from "./review-texts.js";

interface ForgetNeeds {
  readonly audiences: Pick<Audiences, "forget">;
  /** Ends a text that waits. */
  readonly cancelParked: (messageId: string) => Promise<{ readonly kind: string }>;
  readonly consentLedger: Pick<ConsentLedger, "record">;
  readonly deadNumbers: Pick<DeadNumbers, "forget">;
  readonly defaultCountry: string;
  readonly findPerson: FindPerson;
  /** Takes the number out of webhooks that wait; answers how many told it. */
  readonly forgetDeliveries: (e164: PhoneNumber) => Promise<number>;
  readonly hashes: Hashes;
  readonly journal: Pick<Journal, "erase">;
  readonly messageLog: Pick<MessageLog, "forget">;
  readonly otpPurposes: () => readonly string[];
  readonly otpStore: Pick<OtpStore, "forget">;
  readonly publishConsent: PublishConsent;
  readonly readWhole: ReadWhole;
  readonly reviewTexts: Pick<ReviewTexts, "forget">;
  readonly unparsedReceipts: Pick<UnparsedReceipts, "forget">;
}

export interface Forgotten {
  /** Masked. */
  readonly to: string;
  readonly removed: {
    /** Texts that waited, and end as cancelled. */
    readonly parkedTexts: number;
    /** Purposes whose codes are honoured no more. */
    readonly codes: number;
    /** Ended messages whose outcome and trace the journal no longer holds. */
    readonly journalRecords: number;
    /** Inbound texts that waited for judgement. */
    readonly reviewedTexts: number;
    /** Choices whose number and evidence were erased. */
    readonly consentEvidence: number;
    /** 1 where it was kept that texts to the number failed. */
    readonly failureRecords: number;
    /** Rows of campaigns' recipients, and of files that were uploaded. */
    readonly campaignRows: number;
    /** Rows of the message log that lost number and hash. */
    readonly loggedMessages: number;
    /** Lines of delivery logs that nobody could read, and that hold the number. */
    readonly receiptLines: number;
    /** Webhooks that wait, and go without the number. */
    readonly webhookDeliveries: number;
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
  "counts of texts and guesses stay as a keyed hash, until their windows end",
  "a text that is being sent, or is in doubt, keeps its record until it has ended: forget again then; others of which the message log does not know end JOURNAL_TTL_HOURS after the text, sealed until then",
  "a text that was cancelled by this call is in the message log, and in webhooks that tell numbers, once its outcome is read, and a webhook that is under way goes as it was: forget again in a minute",
  "what webhooks told of the person is with their receivers",
  "events in Kafka end with their topics' retention: erase earlier by shortening it",
  "the texts at the provider and in AWS's delivery logs are not ours to erase",
] as const;

export const createForgetPerson = (needs: ForgetNeeds): ForgetPerson => {
  const {
    audiences,
    cancelParked,
    consentLedger,
    deadNumbers,
    defaultCountry,
    findPerson,
    hashes,
    journal,
    messageLog,
  } = needs;
  const { forgetDeliveries, otpPurposes, otpStore, publishConsent, readWhole, reviewTexts, unparsedReceipts } = needs;

  const count = async <One>(all: readonly One[], removed: (one: One) => Promise<boolean>): Promise<number> => {
    let sum = 0;
    for (const one of all) if (await removed(one)) sum += 1;
    return sum;
  };

  const eraseEvidence = async (who: string): Promise<number> => {
    const consent = await readWhole(who);
    const sealed = Object.values(consent)
      .flat()
      .filter((entry) => entry.sealed !== null);
    const left =
      sealed.length === 0
        ? consent
        : await consentLedger.record({ who, entries: sealed.map((entry) => ({ ...entry, sealed: null })) });
    // Published whatever was erased: an earlier call may have got as far as the ledger, and no further.
    for (const ofClass of consentClasses) await publishConsent(who, ofClass, left);
    return sealed.length;
  };

  const forget = async (to: PhoneNumber): Promise<Forgotten["removed"]> => {
    const who = hashes.keyed(to);
    const parked = await findPerson.parked(to);
    const parkedTexts = await count(parked, async (id) => (await cancelParked(id)).kind === "cancelled");
    const codes = await count(otpPurposes(), (purpose) => otpStore.forget({ who, purpose }));
    const messages = new Set([...parked, ...(await findPerson.logged(who))]);
    const journalRecords = await count([...messages], async (id) => (await journal.erase(id)) === "erased");
    const reviewedTexts = await reviewTexts.forget(to);
    const consentEvidence = await eraseEvidence(who);
    const failureRecords = (await deadNumbers.forget(who)) ? 1 : 0;
    const campaignRows = await audiences.forget(to);
    const loggedMessages = await messageLog.forget(who);
    const digits = to.slice(1);
    const receiptLines = await unparsedReceipts.forget((text) => text.includes(digits));
    const webhookDeliveries = await forgetDeliveries(to);
    return {
      parkedTexts,
      codes,
      journalRecords,
      reviewedTexts,
      consentEvidence,
      failureRecords,
      campaignRows,
      loggedMessages,
      receiptLines,
      webhookDeliveries,
    };
  };

  return async (to) => {
    const number = parsePhoneNumber(to, defaultCountry);
    if (typeof number === "string") return { fault: numberFault(number) };
    return { to: masked(number.e164), removed: await forget(number.e164), kept };
  };
};
