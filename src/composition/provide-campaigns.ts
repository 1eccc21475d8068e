import { spoolFile } from "../adapters/csv/spooled-file.js";
import type { Config } from "../adapters/environment/config.js";
import { createCommandCampaign } from "../application/campaigns/command-campaign.js";
import { createCountOptOut } from "../application/campaigns/count-opt-out.js";
import { createCreateCampaign } from "../application/campaigns/create-campaign.js";
import { createControlRecipient, createHoldRecipient } from "../application/campaigns/deliver-recipient.js";
import { createListRecipients } from "../application/campaigns/list-recipients.js";
import { createOpensAt } from "../application/campaigns/opens-at.js";
import { createRunCampaigns } from "../application/campaigns/run-campaigns.js";
import { createRunRecipients } from "../application/campaigns/run-recipients.js";
import { createTakeCampaign } from "../application/campaigns/take-campaign.js";
import { createTakeUpload } from "../application/campaigns/take-upload.js";
import { createTellChanges } from "../application/campaigns/tell-changes.js";
import { createDeliverMessage } from "../application/delivery/deliver-message.js";
import { checkRecipientsOf } from "./check-recipients.js";
import type { Services } from "./services.js";
import type { Wiring } from "./wiring.js";

/** Wires campaigns: files of recipients, the ledger, and what sends from it along the way of every message. */
export const provideCampaigns = (wiring: Wiring<Services>, config: Config): Wiring<Services> =>
  wiring
    .provide("campaignLedger", ["store"], ({ store }) => store.campaignLedger)
    .provide("audiences", ["store"], ({ store }) => store.audiences)
    .provide(
      "versionOf",
      ["facts"],
      ({ facts }) =>
        (name) =>
          facts().templates.get(name)?.version,
    )
    .provide(
      "takeUpload",
      ["acceptRequest", "audiences", "clock", "facts", "hashes"],
      ({ acceptRequest: { preview }, ...needs }) =>
        createTakeUpload({ ...needs, checkRecipients: () => checkRecipientsOf({ ...needs, preview }) }),
    )
    .provide("spool", [], () => spoolFile)
    .provide("createCampaign", ["audiences", "campaignLedger", "clock", "facts", "hashes"], (needs) =>
      createCreateCampaign({ ...needs, defaultCountry: config.SMS_DEFAULT_COUNTRY }),
    )
    .provide("commandCampaign", ["audiences", "campaignLedger", "clock", "versionOf"], createCommandCampaign)
    .provide("takeCampaign", ["commandCampaign", "createCampaign"], createTakeCampaign)
    .provide("listRecipients", ["audiences", "campaignLedger", "hashes"], createListRecipients)
    .provide("countOptOut", ["campaignLedger", "hashes", "journal"], createCountOptOut)
    .provide(
      "deliverRecipient",
      [
        ...([
          "askAhead",
          "awaitPermission",
          "claimMessage",
          "clock",
          "controlSend",
          "finishOtp",
          "judgeMessage",
        ] as const),
        ...(["endDoubt", "journal", "log", "randomness", "retryStep", "sendText", "settleMessage"] as const),
      ],
      ({ controlSend, ...needs }) =>
        createDeliverMessage({
          ...needs,
          controlSend: createControlRecipient(controlSend),
          holdMessage: createHoldRecipient(needs),
          latestParkable: () => undefined,
          // A campaign's money pauses it: it is asked for one by one.
          leaveAtOnce: async () => ({ kind: "stays" }),
        }),
    )
    .provide(
      "runRecipients",
      ["campaignLedger", "clock", "controlSend", "deliverRecipient", "errorLog", "hashes", "journal"],
      (needs) => createRunRecipients({ ...needs, crashPolicy: config.crashPolicy }),
    )
    .provide("tellChanges", ["campaignLedger", "eventPublisher", "hashes"], createTellChanges)
    .provide(
      "runCampaigns",
      [
        ...(["audiences", "campaignLedger", "clock", "errorLog", "facts"] as const),
        ...(["runRecipients", "tellChanges", "versionOf"] as const),
      ],
      ({ facts, ...needs }) =>
        createRunCampaigns({ ...needs, mostActive: config.SMS_MAX_IN_FLIGHT, opensAt: createOpensAt(facts) }),
    );
