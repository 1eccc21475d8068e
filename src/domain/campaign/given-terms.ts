import type { CampaignTerms } from "./campaign-terms.js";

/** The terms that are given: the others say nothing. */
export const givenTerms = (terms: CampaignTerms = {}): CampaignTerms =>
  Object.fromEntries(Object.entries(terms).filter(([, value]) => value !== undefined));
