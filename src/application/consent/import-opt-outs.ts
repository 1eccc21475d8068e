import { consentClasses, textClasses } from "../../domain/consent/consent-entry.js";
import { standingOf } from "../../domain/consent/consent-standing.js";
import type { MessageClass } from "../../domain/message-class.js";
import { numberFault } from "../../domain/phone/number-fault.js";
import { parsePhoneNumber } from "../../domain/phone/phone-number.js";
import type { Clock } from "../ports/clock.js";
import type { Hashes } from "../ports/hashes.js";
import type { ConsentChanged } from "../notifications/consent-changed.js";
import type { ChangeConsent } from "./change-consent.js";
import { choiceState } from "./choice-state.js";
import type { PublishConsent } from "./publish-consent.js";
import type { ReadWhole } from "./read-whole.js";

interface ImportNeeds {
  readonly changeConsent: ChangeConsent;
  readonly clock: Clock;
  readonly defaultCountry: string;
  readonly hashes: Hashes;
  readonly publishConsent: PublishConsent;
  readonly readWhole: ReadWhole;
}

export interface ImportRow {
  readonly line: number;
  readonly change: ConsentChanged;
}

export interface Imported {
  readonly recorded: number;
  /** Known already. */
  readonly unchanged: number;
  readonly faults: readonly { readonly line: number; readonly field: string; readonly message: string }[];
}

/**
 * Keeps the choices of a file, row by row, and names the rows with faults. The same file again changes nothing: a row
 * with an instant is the same choice, and a row without one only counts where it differs from the present choice; an
 * opt-in without one counts once, so that a STOP that came after it stays. Newer choices stay. Safe to repeat: choices
 * that are known are published again, since an earlier call may have got as far as the ledger, and no further.
 */
export type ImportOptOuts = (file: string, by: string, rows: readonly ImportRow[]) => Promise<Imported>;

const atOnce = 32;

export const createImportOptOuts = (needs: ImportNeeds): ImportOptOuts => {
  const { changeConsent, clock, defaultCountry, hashes, publishConsent, readWhole } = needs;

  const one = async (file: string, by: string, { line, change }: ImportRow) => {
    const number = parsePhoneNumber(change.to, defaultCountry);
    if (typeof number === "string") return { line, field: "to", message: numberFault(number) };
    const who = hashes.keyed(number.e164);
    const consent = await readWhole(who);
    const out = change.choice === "opt-out";
    const asked = change.class === undefined || change.class === "all" ? textClasses : [change.class];
    // An opt-out without a class covers promotions at least; the country's rule may widen it.
    const least = change.class === undefined && out ? (["promotional"] as const) : asked;
    const instant = change.at ?? (out ? clock.now().getTime() : `${file}\n${line}`);
    const identity = `import\n${who}\n${change.class ?? ""}\n${change.choice}\n${instant}`;
    const evidenceId = hashes.uuid(`consent\n${identity}`);
    const saysAsMuch = (ofClass: MessageClass): boolean => {
      const { by, optedOut } = standingOf(consent, ofClass);
      if (out) return optedOut;
      const isProved = choiceState(false, change.evidence ?? {}) === "consented";
      return !optedOut && by !== undefined && (!isProved || by.state === "consented");
    };
    const isKnown =
      Object.values(consent).some((entries) => entries.some((entry) => entry.evidenceId === evidenceId)) ||
      (change.at === undefined && least.every(saysAsMuch));
    if (isKnown) {
      for (const ofClass of consentClasses) await publishConsent(who, ofClass, consent);
      return "unchanged";
    }
    const evidence = { ...change.evidence, file, line };
    const recorded = await changeConsent({
      change: { ...change, evidence },
      identity,
      toldAt: clock.now(),
      source: "import",
      by,
    });
    return "fault" in recorded ? { line, field: "to", message: recorded.fault } : "recorded";
  };

  return async (file, by, rows) => {
    const ends: (string | Imported["faults"][number])[] = [];
    for (let from = 0; from < rows.length; from += atOnce)
      ends.push(...(await Promise.all(rows.slice(from, from + atOnce).map((row) => one(file, by, row)))));
    return {
      recorded: ends.filter((end) => end === "recorded").length,
      unchanged: ends.filter((end) => end === "unchanged").length,
      faults: ends.filter((end) => typeof end !== "string"),
    };
  };
};
