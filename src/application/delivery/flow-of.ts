import type { Message } from "../message/message.js";

/** Texts of one flow share a lane with other flows by weight: a campaign, else a caller, else a topic. */
export const flowOf = ({ campaign, campaignId, caller, origin }: Message): { flow: string; weight: number } => ({
  flow: campaign?.id ?? campaignId ?? caller ?? origin.topic,
  weight: campaign?.weight ?? 1,
});
