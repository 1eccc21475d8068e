import type { CampaignRequested } from "../notifications/campaign-requested.js";
import type { CommandCampaign } from "./command-campaign.js";
import type { CreateCampaign } from "./create-campaign.js";

interface TakeNeeds {
  readonly commandCampaign: CommandCampaign;
  readonly createCampaign: CreateCampaign;
}

/**
 * Takes `campaign.requested`: makes the campaign and starts it, at once or at its `startAt`; nobody is there to look at
 * it first. Answers the fault of one that cannot be made, or whose id a campaign of somebody else has. The same event again
 * changes nothing.
 */
export type TakeCampaign = (asked: CampaignRequested, source: string) => Promise<string | undefined>;

export const createTakeCampaign =
  ({ commandCampaign, createCampaign }: TakeNeeds): TakeCampaign =>
  async (asked, source) => {
    const made = await createCampaign(asked, source);
    if (made.kind === "invalid")
      return made.faults.map(({ message, pointer }) => `${pointer.slice(1)} ${message}`).join("; ");
    const { state, definition } = made.record;
    if (definition.caller !== source) return `campaignId is that of a campaign of ${definition.caller}; choose another`;
    if (state !== "checked") return undefined;
    const started = await commandCampaign(asked.campaignId, "start", { hash: definition.hash }, source);
    if (started.kind === "no-recipients") return "uploadId names a file that is no longer kept; upload it again";
    if (started.kind === "no-template") return `template names no template that there is: ${started.template}`;
    if (started.kind === "is-over") return "endAt has passed";
    return started.kind === "no-room" ? "recipients need more memory than Redis has free" : undefined;
  };
