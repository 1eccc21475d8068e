import type { DeliverMessage } from "../application/delivery/deliver-message.js";
import type { CommandCampaign } from "../application/campaigns/command-campaign.js";
import type { CountOptOut } from "../application/campaigns/count-opt-out.js";
import type { CreateCampaign } from "../application/campaigns/create-campaign.js";
import type { ListRecipients } from "../application/campaigns/list-recipients.js";
import type { RunCampaigns } from "../application/campaigns/run-campaigns.js";
import type { RunRecipients } from "../application/campaigns/run-recipients.js";
import type { TakeCampaign } from "../application/campaigns/take-campaign.js";
import type { TakeUpload } from "../application/campaigns/take-upload.js";
import type { TellChanges } from "../application/campaigns/tell-changes.js";
import type { Audiences } from "../application/ports/audiences.js";
import type { CampaignLedger } from "../application/ports/campaign-ledger.js";
import type { spoolFile } from "../adapters/csv/spooled-file.js";

/** The parts of campaigns, by name. */
export interface CampaignServices {
  audiences: Audiences;
  campaignLedger: CampaignLedger;
  commandCampaign: CommandCampaign;
  countOptOut: CountOptOut;
  createCampaign: CreateCampaign;
  deliverRecipient: DeliverMessage;
  listRecipients: ListRecipients;
  runCampaigns: RunCampaigns;
  runRecipients: RunRecipients;
  spool: typeof spoolFile;
  takeCampaign: TakeCampaign;
  takeUpload: TakeUpload;
  tellChanges: TellChanges;
}
