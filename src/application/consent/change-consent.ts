import { numberFault } from "../../domain/phone/number-fault.js";
import { parsePhoneNumber } from "../../domain/phone/phone-number.js";
import type { ConsentSource } from "../../domain/consent/consent-entry.js";
import type { ConsentChanged } from "../notifications/consent-changed.js";
import type { ConsentEvidence } from "./consent-evidence.js";
import type { RecordConsent, Recorded } from "./record-consent.js";

interface ChangeNeeds {
  readonly defaultCountry: string;
  readonly recordConsent: RecordConsent;
}

interface ToldChange {
  readonly change: ConsentChanged & { readonly evidence?: ConsentEvidence | undefined };
  readonly identity: string;
  /** When it was told, for a choice without an instant. */
  readonly toldAt: Date;
  readonly source: ConsentSource;
  readonly by: string | null;
}

/** Keeps a choice that another service, a caller or a file tells of. Answers the fault where it names no number. */
export type ChangeConsent = (told: ToldChange) => Promise<Recorded | { readonly fault: string }>;

const isName = /^(?![\d.-]*\d{5})[a-z][\w.-]{0,39}$/i;

export const createChangeConsent =
  ({ defaultCountry, recordConsent }: ChangeNeeds): ChangeConsent =>
  async ({ change, identity, toldAt, source, by }) => {
    const { to, class: ofClass, choice, at, evidence = {} } = change;
    // A name of a service or key is recorded; any other name may be somebody's own and stays with the evidence.
    const recorder = by ?? (evidence.by !== undefined && isName.test(evidence.by) ? evidence.by : null);
    const number = parsePhoneNumber(to, defaultCountry);
    if (typeof number === "string") return { fault: numberFault(number) };
    return recordConsent({
      number,
      optOut: choice === "opt-out",
      classes: ofClass === undefined ? undefined : [ofClass],
      at: at === undefined ? toldAt : new Date(at),
      source,
      by: recorder,
      evidence,
      identity,
    });
  };
