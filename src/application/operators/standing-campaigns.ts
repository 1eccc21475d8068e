import { recipientCodes } from "../../domain/campaign/recipient-code.js";
import type { StandingCampaign } from "../../domain/doctor/deployment.js";
import type { CampaignLedger } from "../ports/campaign-ledger.js";

/** The campaigns at work, as an examination looks at them. */
export const standingCampaigns = async (
  ledger: Pick<CampaignLedger, "active" | "read">,
): Promise<readonly StandingCampaign[]> => {
  const found: StandingCampaign[] = [];
  for (const id of await ledger.active()) {
    const record = await ledger.read(id);
    if (record === undefined) continue;
    const { because, byCode, state } = record;
    if (state !== "running" && state !== "paused" && state !== "scheduled") continue;
    found.push({
      ...{ campaignId: id, waiting: byCode.get(recipientCodes.waiting) ?? 0 },
      pausedBy: state === "paused" ? (because?.kind ?? null) : null,
    });
  }
  return found;
};
