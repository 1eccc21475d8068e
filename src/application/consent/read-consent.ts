import { ownRecord } from "../../domain/own-record.js";
import type { ConsentEntry } from "../../domain/consent/consent-entry.js";
import { standingOf } from "../../domain/consent/consent-standing.js";
import type { NumberConsent } from "../../domain/consent/number-consent.js";
import { masked, parsePhoneNumber, type PhoneNumber } from "../../domain/phone/phone-number.js";
import type { ConsentLedger } from "../ports/consent-ledger.js";
import type { Hashes } from "../ports/hashes.js";
import type { Sealing } from "../ports/sealing.js";
import type { ConsentEvidence } from "./consent-evidence.js";
import { proofHash } from "./proof-hash.js";
import { sealContext } from "./record-consent.js";

const classes = ["promotional", "transactional", "otp"] as const;

export interface ShownStanding {
  readonly optedOut: boolean;
  readonly since: string | null;
  readonly source: string | null;
  readonly evidenceId: string | null;
}

export type ShownClasses = Readonly<Record<(typeof classes)[number], ShownStanding>>;

interface ShownEntry extends Omit<ConsentEntry, "at" | "sealed"> {
  readonly at: string;
  /** null once the person was forgotten, or where it was sealed under another key. */
  readonly evidence: ConsentEvidence | null;
  /** false: the choice or its proof was changed after it was recorded; null where there is no proof to compare. */
  readonly intact: boolean | null;
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

/** Sealed by record-consent. */
interface SealedEvidence {
  readonly to: PhoneNumber;
  readonly evidence: ConsentEvidence;
  readonly previous?: string | null;
}

const shown = (consent: NumberConsent): ShownClasses =>
  Object.fromEntries(
    classes.map((ofClass): [string, ShownStanding] => {
      const { optedOut, by } = standingOf(consent, ofClass);
      const since = by === undefined ? null : new Date(by.at).toISOString();
      return [ofClass, { optedOut, since, source: by?.source ?? null, evidenceId: by?.evidenceId ?? null }];
    }),
  ) as unknown as ShownClasses;

export const createReadConsent = ({ consentLedger, defaultCountry, hashes, sealing }: ReadNeeds): ReadConsent => {
  const opened = (who: string, { evidenceId, sealed }: ConsentEntry) => {
    if (sealed === null) return undefined;
    const plain = sealing.open(Buffer.from(sealed, "base64"), sealContext(who, evidenceId));
    return plain === undefined
      ? undefined
      : ownRecord<SealedEvidence>("evidence of consent", plain.toString("utf8"), { to: "string", evidence: "object" });
  };
  const found = async <Answer>(to: string, answer: (e164: PhoneNumber, who: string) => Promise<Answer>) => {
    const number = parsePhoneNumber(to, defaultCountry);
    if (typeof number === "string") return { fault: `is no number that gets texts (${number})` };
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
            const proof = opened(who, entry);
            const intact =
              proof === undefined
                ? null
                : proofHash(hashes, proof.previous ?? null, entry, proof.evidence) === entry.hash;
            return { ...shownEntry, at: new Date(at).toISOString(), evidence: proof?.evidence ?? null, intact };
          });
        return { to: masked(e164), entries };
      }),
    list: async (limit, cursor) => {
      const { numbers, next } = await consentLedger.list(limit, cursor);
      const optOuts = numbers.flatMap(({ who, consent }) => {
        const standings = shown(consent);
        if (!classes.some((ofClass) => standings[ofClass].optedOut)) return [];
        const known = Object.values(consent)
          .flat()
          .map((entry) => opened(who, entry))
          .find((one) => one !== undefined);
        return [{ to: known?.to ?? null, numberHash: who, classes: standings }];
      });
      return { optOuts, next };
    },
  };
};
