import type { ConsentClass, ConsentEntry, ConsentSource } from "../../domain/consent/consent-entry.js";
import { hasConsented } from "../../domain/consent/consent-standing.js";
import { scopeOf, type ScopePolicy } from "../../domain/consent/consent-scope.js";
import type { NumberConsent } from "../../domain/consent/number-consent.js";
import type { ValidNumber } from "../../domain/phone/phone-number.js";
import type { Clock } from "../ports/clock.js";
import type { ConsentLedger } from "../ports/consent-ledger.js";
import type { Hashes } from "../ports/hashes.js";
import type { Sealing } from "../ports/sealing.js";
import { choiceState } from "./choice-state.js";
import type { ConsentEvidence } from "./consent-evidence.js";
import type { PublishConsent } from "./publish-consent.js";
import type { ReadWhole } from "./read-whole.js";
import { sealChoice } from "./seal-choice.js";

/** A person's choice, or another party's report of it. */
export interface Choice {
  readonly number: ValidNumber;
  readonly optOut: boolean;
  /** undefined: the country's rule for an opt-out, everything for an opt-in. */
  readonly classes: readonly ConsentClass[] | undefined;
  /** An opt-out of all that there is, without a class. */
  readonly everything?: boolean | undefined;
  /** When it was chosen; an instant to come counts as now. */
  readonly at: Date;
  readonly source: ConsentSource;
  /** Nothing personal. */
  readonly by: string | null;
  readonly evidence: ConsentEvidence;
  /** The same choice told again has the same. */
  readonly identity: string;
}

interface RecordNeeds {
  readonly clock: Clock;
  readonly consentLedger: ConsentLedger;
  readonly hashes: Hashes;
  readonly publishConsent: PublishConsent;
  readonly readWhole: ReadWhole;
  readonly scopePolicy: ScopePolicy;
  readonly sealing: Sealing;
}

export interface Recorded {
  readonly evidenceId: string;
  readonly classes: readonly ConsentClass[];
  readonly consent: NumberConsent;
}

/**
 * Keeps a choice in the ledger, then publishes the number's entries. Safe to repeat: a choice is kept once, and
 * published again where that may have failed. Rejects while ledger or log is away, or the ledger is being rebuilt.
 */
export type RecordConsent = (choice: Choice) => Promise<Recorded>;

export const createRecordConsent = (needs: RecordNeeds): RecordConsent => {
  const { clock, consentLedger, hashes, publishConsent, readWhole, scopePolicy, sealing } = needs;

  return async (choice) => {
    const { number, optOut, source, by, evidence, identity } = choice;
    const who = hashes.keyed(number.e164);
    const known = await readWhole(who);
    const classes =
      choice.classes ??
      (optOut
        ? scopeOf(scopePolicy, number.country, choice.everything === true, (of) => hasConsented(known, of))
        : (["all"] as const));
    const at = Math.max(0, Math.min(choice.at.getTime(), clock.now().getTime()));
    const evidenceId = hashes.uuid(`consent\n${identity}`);
    const entries = classes.map((ofClass): ConsentEntry => {
      const told = { evidenceId, class: ofClass, state: choiceState(optOut, evidence), at, source, by };
      return sealChoice({ hashes, sealing }, { who, to: number.e164 }, told, evidence, known);
    });
    const consent = await consentLedger.record({ who, entries });
    for (const ofClass of classes) await publishConsent(who, ofClass, consent);
    return { evidenceId, classes, consent };
  };
};
