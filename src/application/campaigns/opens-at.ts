import type { CampaignDefinition } from "../../domain/campaign/campaign-terms.js";
import type { DeploymentFacts } from "../../domain/decision/deployment-facts.js";
import { quietHours } from "../../domain/country/quiet-hours.js";
import { recipientZones } from "../../domain/country/recipient-zones.js";
import { windowOf } from "./campaign-message.js";

/**
 * When a campaign's own window lets a number be texted: `now`, or a later instant (epoch ms). A number that no hour
 * suits is left to the decision, which refuses it with its reason.
 */
export type OpensAt = (definition: Pick<CampaignDefinition, "window">, e164: string, now: number) => number;

export const createOpensAt =
  (facts: () => Pick<DeploymentFacts, "rules">): OpensAt =>
  (definition, e164, now) => {
    if (definition.window === undefined) return now;
    const { windows, zones } = windowOf(definition);
    const hours = quietHours(windows, zones ?? recipientZones(facts().rules, e164, undefined).zones, now);
    return hours.kind === "closed" ? hours.until : now;
  };
