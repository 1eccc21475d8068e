import { linkFate } from "../../domain/consent/chain-link.js";
import { type ConsentEntry, textClasses } from "../../domain/consent/consent-entry.js";
import { standingOf } from "../../domain/consent/consent-standing.js";
import type { NumberConsent } from "../../domain/consent/number-consent.js";
import type { MessageClass } from "../../domain/message-class.js";
import { numberFault } from "../../domain/phone/number-fault.js";
import { masked, parsePhoneNumber, type PhoneNumber } from "../../domain/phone/phone-number.js";
import type { ConsentLedger } from "../ports/consent-ledger.js";
import type { Hashes } from "../ports/hashes.js";
import type { Sealing } from "../ports/sealing.js";
import type { ConsentEvidence } from "./consent-evidence.js";
import { openProof } from "./open-proof.js";
import { proofHash } from "./proof-hash.js";

export interface ShownStanding {
  readonly optedOut: boolean;
  readonly since: string | null;
  readonly source: string | null;
  readonly evidenceId: string | null;
}

export type ShownClasses = Readonly<Record<MessageClass, ShownStanding>>;

interface ShownEntry extends Omit<ConsentEntry, "at" | "sealed"> {
  readonly at: string;
  /** null once the person was forgotten, or where it was sealed under another key. */
  readonly evidence: ConsentEvidence | null;
  /** false: the choice or its proof was changed after it was recorded; null where there is no proof to compare. */
  readonly intact: boolean | null;
  /**
   * False: the proof names an earlier choice that is missing or changed. Null: no proof names an earlier one, or that
   * one is older than what is kept.
   */
  readonly linked: boolean | null;
}

interface ReadNeeds {
  readonly consentLedger: ConsentLedger;
  readonly defaultCountry: string;
  readonly hashes: Hashes;
  readonly sealing: Sealing;
}

type Fault = { readonly fault: string };

/** Tells people what the ledger holds: of one number, with its story, or of all. */
export interface ReadConsent {
  /** `whole` false: the ledger is being rebuilt, and the answer holds only the entries so far. */
  check(to: string): Promise<{ readonly to: string; readonly whole: boolean; readonly classes: ShownClasses } | Fault>;
  history(to: string): Promise<{ readonly to: string; readonly entries: readonly ShownEntry[] } | Fault>;
  list(
    limit: number,
    cursor?: string,
  ): Promise<{ readonly optOuts: readonly ListedOptOut[]; readonly next?: string | undefined }>;
}

export interface ListedOptOut {
  /** The number whole: only an operator's export shows it so; null where it was forgotten. */
  readonly to: PhoneNumber | null;
  readonly numberHash: string;
  readonly classes: ShownClasses;
}

const shown = (consent: NumberConsent): ShownClasses => {
  const of = (ofClass: MessageClass): ShownStanding => {
    const { optedOut, by } = standingOf(consent, ofClass);
    const since = by === undefined ? null : new Date(by.at).toISOString();
    return { optedOut, since, source: by?.source ?? null, evidenceId: by?.evidenceId ?? null };
  };
  return { promotional: of("promotional"), transactional: of("transactional"), otp: of("otp") };
};

export const createReadConsent = ({ consentLedger, defaultCountry, hashes, sealing }: ReadNeeds): ReadConsent => {
  const intactOf = (who: string, entry: ConsentEntry): boolean | null => {
    const proof = openProof(sealing, who, entry);
    return proof === undefined ? null : proofHash(hashes, proof.before, entry, proof.evidence) === entry.hash;
  };

  /** A choice that two workers recorded at once has one of two hashes: its own proof tells that it was not changed. */
  const linkedOf = (who: string, entry: ConsentEntry, kept: readonly ConsentEntry[]): boolean | null => {
    const named = (openProof(sealing, who, entry)?.before ?? []).map((link) => ({ link, fate: linkFate(kept, link) }));
    const broken = named.some(({ link, fate }) => {
      const other = kept.find(({ evidenceId }) => evidenceId === link.evidenceId);
      return fate === "missing" || (fate === "another" && intactOf(who, other!) !== true);
    });
    if (broken) return false;
    return named.some(({ fate }) => fate !== "pruned") ? true : null;
  };

  const found = async <Answer>(to: string, answer: (e164: PhoneNumber, who: string) => Promise<Answer>) => {
    const number = parsePhoneNumber(to, defaultCountry);
    if (typeof number === "string") return { fault: numberFault(number) };
    return answer(number.e164, hashes.keyed(number.e164));
  };

  return {
    check: (to) =>
      found(to, async (e164, who) => {
        const { whole, consent } = await consentLedger.read(who);
        return { to: masked(e164), whole, classes: shown(consent) };
      }),
    history: (to) =>
      found(to, async (e164, who) => {
        const { consent } = await consentLedger.read(who);
        const entries = Object.values(consent)
          .flat()
          .sort((a, b) => a.at - b.at)
          .map((entry) => {
            const { sealed: _, at, ...shownEntry } = entry;
            return {
              ...shownEntry,
              at: new Date(at).toISOString(),
              evidence: openProof(sealing, who, entry)?.evidence ?? null,
              intact: intactOf(who, entry),
              linked: linkedOf(who, entry, consent[entry.class] ?? []),
            };
          });
        return { to: masked(e164), entries };
      }),
    list: async (limit, cursor) => {
      const { numbers, next } = await consentLedger.list(limit, cursor);
      const optOuts = numbers.flatMap(({ who, consent }) => {
        const standings = shown(consent);
        if (!textClasses.some((ofClass) => standings[ofClass].optedOut)) return [];
        const known = Object.values(consent)
          .flat()
          .map((entry) => openProof(sealing, who, entry))
          .find((one) => one !== undefined);
        return [{ to: known?.to ?? null, numberHash: who, classes: standings }];
      });
      return { optOuts, next };
    },
  };
};
