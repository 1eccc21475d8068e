import { type After, note, refuse } from "../draft.js";
import type { Evidence } from "../evidence.js";
import { refusalTexts } from "../refusal-texts.js";

/** The operator allows texts to the recipient's country. */
export const checkDestination = (draft: After<"number" | "price">): Evidence["destination"] => {
  const { facts, number } = draft;
  if (number.to === undefined) return undefined;
  const { country, shown } = number;
  const { allowedCountries } = facts;
  if (country === undefined)
    return allowedCountries === "all"
      ? note(draft, "pass", "destination", "no country", "texts may go anywhere")
      : refuse(draft, "destination", "no country", refusalTexts.noCountry(shown));
  return allowedCountries === "all" || allowedCountries.has(country)
    ? note(draft, "pass", "destination", country, "an allowed country")
    : refuse(draft, "destination", country, refusalTexts.country(shown, country));
};
