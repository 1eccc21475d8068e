import type { Because, CampaignState } from "./campaign-state.js";

/**
 * True where texts in work go on to the gateway. A campaign whose budget is promised to the last text begins no more; those it
 * was promised to go on, or less than the budget would be spent.
 */
export const goesOn = ({
  because,
  state,
}: {
  readonly because: Because | null;
  readonly state: CampaignState;
}): boolean => state === "running" || (state === "paused" && because?.kind === "budget");
