import type { CountryRule } from "../../country/country-rules.js";
import { longestPrefix } from "../../phone/digit-trie.js";
import { masked } from "../../phone/phone-number.js";
import { type Draft, note, refuse } from "../draft.js";
import type { Evidence } from "../evidence.js";
import { refusalTexts } from "../refusal-texts.js";

const noRule: CountryRule = {};
const noZones: readonly never[] = [];

/** The number is one, and of a type that gets texts. */
export const checkNumber = (draft: Draft): Evidence["number"] => {
  const { facts, request } = draft;
  const { number } = request;
  if (typeof number === "string") {
    refuse(draft, "number", `${number}, ${request.to.length} characters`, refusalTexts.numberInvalid(number));
    return { to: undefined, country: undefined, shown: "The recipient", rule: noRule, zones: noZones };
  }
  const { e164, country, type = "unknown" } = number;
  const shown = masked(e164);
  const observed = `${country ?? "no country"} ${type} ${shown}`;
  if (facts.numberTypes.has(type)) note(draft, "pass", "number", observed, "a number that gets texts");
  else refuse(draft, "number", observed, refusalTexts.numberType(shown, type));
  return {
    to: e164,
    country,
    shown,
    rule: (country === undefined ? undefined : facts.rules.countries.get(country)) ?? noRule,
    zones: longestPrefix(facts.rules.zones, e164, 1) ?? noZones,
  };
};
