import type { MessageClass } from "../message-class.js";
import type { ConsentEntry } from "./consent-entry.js";
import { type ConsentLane, latestOf, type NumberConsent } from "./number-consent.js";

/**
 * The present choice of a person for texts of a class, and the entry that decided it; `by` is undefined where nobody
 * ever said anything.
 */
export interface ConsentStanding {
  readonly optedOut: boolean;
  readonly by: ConsentEntry | undefined;
}

const later = (a: ConsentEntry | undefined, b: ConsentEntry | undefined): ConsentEntry | undefined =>
  a === undefined || (b !== undefined && b.at > a.at) ? b : a;

const notBefore = (a: ConsentEntry | undefined, ...others: readonly (ConsentEntry | undefined)[]): boolean =>
  a !== undefined && others.every((other) => other === undefined || a.at >= other.at);

/**
 * The latest choice counts; of equal instants, the one that keeps texts away. A person's own word after AWS's list
 * was read outranks the list; a number that left the list takes back only the list's word.
 */
export const standingOf = (consent: NumberConsent, ofClass: MessageClass): ConsentStanding => {
  const latest = (lane: ConsentLane) => later(latestOf(consent, ofClass, lane), latestOf(consent, "all", lane));
  const [out, back, listed, unlisted] = [latest("out"), latest("in"), latest("aws-out"), latest("aws-in")];
  if (notBefore(out, back)) return { optedOut: true, by: out };
  if (notBefore(listed, back, unlisted)) return { optedOut: true, by: listed };
  return { optedOut: false, by: later(back, unlisted) };
};

/** True if the ledger knows that AWS's list blocks the number: another sweep has nothing to add. */
export const isListed = (consent: NumberConsent): boolean =>
  notBefore(latestOf(consent, "all", "aws-out"), latestOf(consent, "all", "in"), latestOf(consent, "all", "aws-in"));

/**
 * True if the person agreed to texts of the class, with proof, and has not opted out of them since. A later wish without
 * proof, such as START, takes nothing from it.
 */
export const hasConsented = (consent: NumberConsent, ofClass: MessageClass): boolean => {
  const out = later(latestOf(consent, ofClass, "out"), latestOf(consent, "all", "out"));
  const told = [...(consent[ofClass] ?? []), ...(consent.all ?? [])];
  const proved = told.some(({ at, state }) => state === "consented" && (out === undefined || at > out.at));
  return proved && !standingOf(consent, ofClass).optedOut;
};
