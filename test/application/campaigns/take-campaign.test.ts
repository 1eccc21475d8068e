import { expect, test } from "vitest";
import { createTakeCampaign } from "../../../src/application/campaigns/take-campaign.js";
import type { CampaignRecord } from "../../../src/application/ports/campaign-ledger.js";

const asked = { campaignId: "summer", name: "Summer", text: "Hi", recipients: [{ to: "+919876543210" }] };

test.each<[string, string | undefined, number]>([
  ["campaign.requested", undefined, 1],
  ["ops", "campaignId is that of a campaign of ops; choose another", 0],
])("an event of the id of a campaign of %s", async (caller, fault, started) => {
  const record = { state: "checked", definition: { caller, hash: "h" } } as CampaignRecord;
  let starts = 0;
  const takeCampaign = createTakeCampaign({
    createCampaign: async () => ({ kind: "known", record }),
    commandCampaign: async () => {
      starts += 1;
      return { kind: "done", record };
    },
  });
  expect(await takeCampaign(asked, "campaign.requested")).toBe(fault);
  expect(starts, "nobody looked at what another person is about to send").toBe(started);
});
