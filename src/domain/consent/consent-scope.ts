import type { MessageClass } from "../message-class.js";
import type { ConsentClass } from "./consent-entry.js";

/** The reach of a bare STOP in one country. */
export interface ScopeRule {
  /** Always stopped. */
  readonly always: readonly MessageClass[];
  /** Stopped unless the person agreed to it, with proof. */
  readonly withoutConsent: readonly MessageClass[];
  readonly source: string;
  readonly asOf: string;
}

/** Per ISO 3166-1 alpha-2, and the rule for all other countries. */
export interface ScopePolicy {
  readonly otherwise: ScopeRule;
  readonly countries: ReadonlyMap<string, ScopeRule>;
}

/** The classes that a STOP ends; everything only where the person asked for it, codes among it. */
export const scopeOf = (
  policy: ScopePolicy,
  country: string | undefined,
  everything: boolean,
  hasConsented: (ofClass: MessageClass) => boolean,
): readonly ConsentClass[] => {
  if (everything) return ["all"];
  const rule = (country === undefined ? undefined : policy.countries.get(country)) ?? policy.otherwise;
  return [...rule.always, ...rule.withoutConsent.filter((ofClass) => !hasConsented(ofClass))];
};
