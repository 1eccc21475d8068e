import { createRedisCampaignLedger } from "../../../../src/adapters/redis/campaigns/campaign-ledger.js";
import { createSealing } from "../../../../src/adapters/redis/journal/sealing.js";
import { campaignLedgerContract } from "../../../contracts/campaign-ledger.contract.js";
import { describeWith } from "../../../support/needs.js";
import { redisServers } from "../../../support/redis-server.js";
import { aHashKey, redisClients } from "../../../support/redis-stage.js";

describeWith(["redis-server"], "campaigns in Redis", () => {
  for (const [name, start] of redisServers)
    campaignLedgerContract(name, async () => {
      const { parts, ...stage } = await redisClients(start);
      const [client] = parts;
      const { clockOffset } = stage;
      const sealing = createSealing(aHashKey);
      return {
        ...stage,
        ledger: createRedisCampaignLedger({
          client: client!,
          namespace: "acme",
          sealing,
          clock: () => String(clockOffset()),
        }),
      };
    });
});
