import { createMemoryAudiences } from "../../src/adapters/memory/audiences.js";
import { createMemoryCampaignLedger } from "../../src/adapters/memory/campaign-ledger.js";
import type { CampaignNeeds } from "../../src/adapters/http/campaign-routes.js";
import type { UploadNeeds } from "../../src/adapters/http/upload-routes.js";
import { ManualClock } from "./manual-clock.js";

const nobody = async (): Promise<never> => {
  throw new Error("nobody asks for campaigns here");
};

const clock = new ManualClock();

/** Doors of campaigns behind which nothing is. */
export const noCampaigns: Omit<CampaignNeeds & UploadNeeds, "caller"> = {
  audiences: createMemoryAudiences({ clock, keepMs: 1 }),
  campaignLedger: createMemoryCampaignLedger({ clock }),
  commandCampaign: nobody,
  createCampaign: nobody,
  listRecipients: nobody,
  spool: nobody,
  takeUpload: nobody,
};
