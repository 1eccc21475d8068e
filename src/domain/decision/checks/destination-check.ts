import { type Judgement, note, refuse } from "../judgement.js";
import { refusalTexts } from "../refusal-texts.js";

/** The operator allows texts to the recipient's country. */
export const checkDestination = (judgement: Judgement): void => {
  const { plan, facts, shown } = judgement;
  if (plan.to === undefined) return;
  const country = plan.country ?? "no country";
  const allowed = facts.allowedCountries === "all" || facts.allowedCountries.has(country);
  if (allowed) note(judgement, "pass", "destination", country, "an allowed country");
  else refuse(judgement, "destination", country, refusalTexts.country(shown, country));
};
