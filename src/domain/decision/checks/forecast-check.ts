import { type Draft, note, refuse } from "../draft.js";
import type { Forecast } from "../recipient-facts.js";
import type { Refusal } from "../refusal.js";

/** A forecast as its verdict; undefined where nobody asked for one. */
export const checkForecast = (
  draft: Draft,
  rule: string,
  forecast: Forecast | undefined,
  refusal: (said: string) => Refusal,
): "pass" | "refuse" | undefined => {
  if (forecast === undefined) return undefined;
  const { allows, observed, consequence } = forecast;
  return allows
    ? note(draft, "pass", rule, observed, consequence)
    : refuse(draft, rule, observed, refusal(consequence));
};
