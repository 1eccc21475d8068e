import { createMemoryCampaignLedger } from "../../../src/adapters/memory/campaign-ledger.js";
import { campaignLedgerContract } from "../../contracts/campaign-ledger.contract.js";
import { ManualClock } from "../../support/manual-clock.js";

campaignLedgerContract("memory", async () => {
  const clock = new ManualClock();
  return {
    ledger: createMemoryCampaignLedger({ clock }),
    advance: (ms) => clock.advance(ms),
    close: async () => undefined,
  };
});
