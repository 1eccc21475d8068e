import { parsePhoneNumber } from "../../domain/phone/phone-number.js";
import type { ConsentSource } from "../../domain/consent/consent-entry.js";
import type { ConsentChanged } from "../notifications/consent-changed.js";
import type { RecordConsent, Recorded } from "./record-consent.js";

interface ChangeNeeds {
  readonly defaultCountry: string;
  readonly recordConsent: RecordConsent;
}

interface ToldChange {
  readonly change: ConsentChanged;
  readonly identity: string;
  /** When it was told, for a choice without an instant. */
  readonly toldAt: Date;
  readonly source: ConsentSource;
  readonly by: string | null;
}

/** Keeps a choice that another service, a caller or a file tells of. Answers what is wrong where it names no number. */
export type ChangeConsent = (told: ToldChange) => Promise<Recorded | { readonly fault: string }>;

export const createChangeConsent =
  ({ defaultCountry, recordConsent }: ChangeNeeds): ChangeConsent =>
  async ({ change, identity, toldAt, source, by }) => {
    const { to, class: ofClass, choice, at, evidence = {} } = change;
    const number = parsePhoneNumber(to, defaultCountry);
    if (typeof number === "string") return { fault: `is no number that gets texts (${number})` };
    return recordConsent({
      number,
      optOut: choice === "opt-out",
      classes: ofClass === undefined ? undefined : [ofClass],
      at: at === undefined ? toldAt : new Date(at),
      source,
      by,
      evidence,
      identity,
    });
  };
