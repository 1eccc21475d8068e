import { recipientZones } from "../domain/country/recipient-zones.js";
import { parsePhoneNumber } from "../domain/phone/phone-number.js";
import { createOpensAt } from "../application/campaigns/opens-at.js";
import { type CheckRecipients, createCheckRecipients } from "../application/campaigns/check-recipients.js";
import type { Clock } from "../application/ports/clock.js";
import type { AcceptRequest } from "../application/requests/accept-request.js";
import type { DeploymentFacts } from "../domain/decision/deployment-facts.js";

/** The judge of single messages, and what it looks at. */
export interface Judge {
  readonly clock: Pick<Clock, "now">;
  readonly facts: () => DeploymentFacts;
  readonly preview: AcceptRequest["preview"];
}

/** Checks files with the judge of single messages, and the price book's cheapest and dearest route. */
export const checkRecipientsOf = ({ clock, facts, preview }: Judge): CheckRecipients => {
  const { prices } = facts();
  const opensAt = createOpensAt(facts);
  const ranges = new Map<string, { readonly low: number; readonly high: number } | undefined>();
  const rangeOf = (country: string, of: string) => {
    const known = [...prices.values()].filter((price) => price.country === country && price.class === of);
    const micros = known.map((price) => price.micros);
    return micros.length === 0 ? undefined : { low: Math.min(...micros), high: Math.max(...micros) };
  };
  return createCheckRecipients({
    clockOf: (window, e164) =>
      window === undefined || window.zone === "recipient"
        ? (recipientZones(facts().rules, e164, undefined).clock ?? "UTC")
        : window.zone,
    judge: (body, then) => preview(body, undefined, then),
    opensAt: (window, text) => {
      const number = parsePhoneNumber(text, facts().defaultCountry);
      if (typeof number === "string") return undefined;
      const now = clock.now().getTime();
      const opens = opensAt({ window }, number.e164, now);
      return opens > now ? new Date(opens) : undefined;
    },
    priceRange: (country, of) => {
      const key = `${country}/${of}`;
      if (!ranges.has(key)) ranges.set(key, rangeOf(country, of));
      return ranges.get(key);
    },
  });
};
