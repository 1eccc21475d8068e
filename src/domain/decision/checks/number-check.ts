import type { CountryRule } from "../../country/country-rules.js";
import { type RecipientZones, recipientZones } from "../../country/recipient-zones.js";
import { isTimeZone } from "../../time-zone.js";
import { masked } from "../../phone/phone-number.js";
import { type Draft, note, refuse } from "../draft.js";
import type { Evidence } from "../evidence.js";
import { refusalTexts } from "../refusal-texts.js";

const noRule: CountryRule = {};
const noZones: RecipientZones = { zones: [], clock: undefined, from: "number" };

/** The number is one, and of a type that gets texts. */
export const checkNumber = (draft: Draft): Evidence["number"] => {
  const { facts, request } = draft;
  const { number } = request;
  if (typeof number === "string") {
    refuse(draft, "number", `${number}, ${request.to.length} characters`, refusalTexts.numberInvalid(number));
    return { to: undefined, country: undefined, shown: "The recipient", rule: noRule, ...noZones };
  }
  const { e164, country, normalised, type = "unknown" } = number;
  const shown = masked(e164);
  const observed = `${country ?? "no country"} ${type} ${shown}${normalised === undefined ? "" : `; ${normalised}`}`;
  if (facts.numberTypes.has(type)) note(draft, "pass", "number", observed, "a number that gets texts");
  else refuse(draft, "number", observed, refusalTexts.numberType(shown, type));
  if (request.timeZone !== undefined && !isTimeZone(request.timeZone))
    note(
      draft,
      "warning",
      "time-zone",
      "no IANA zone",
      "the person's timeZone is left out: send one such as Asia/Kolkata",
    );
  return {
    to: e164,
    country,
    shown,
    rule: (country === undefined ? undefined : facts.rules.countries.get(country)) ?? noRule,
    ...recipientZones(facts.rules, e164, request.timeZone),
  };
};
