import { type After, note, refuse } from "../draft.js";
import type { Evidence } from "../evidence.js";
import { refusalTexts } from "../refusal-texts.js";

/** The operator allows texts to the recipient's country. */
export const checkDestination = (draft: After<"number" | "price">): Evidence["destination"] => {
  const { facts, number } = draft;
  if (number.to === undefined) return undefined;
  const country = number.country ?? "no country";
  const allowed = facts.allowedCountries === "all" || facts.allowedCountries.has(country);
  return allowed
    ? note(draft, "pass", "destination", country, "an allowed country")
    : refuse(draft, "destination", country, refusalTexts.country(number.shown, country));
};
