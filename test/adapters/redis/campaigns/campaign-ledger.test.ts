import { createRedisCampaignLedger } from "../../../../src/adapters/redis/campaigns/campaign-ledger.js";
import { createSealing } from "../../../../src/adapters/redis/journal/sealing.js";
import { createRedisClient } from "../../../../src/adapters/redis/server/client.js";
import { campaignLedgerContract } from "../../../contracts/campaign-ledger.contract.js";
import { describeWith } from "../../../support/needs.js";
import { redisServers } from "../../../support/redis-server.js";
import { aHashKey } from "../../../support/redis-stage.js";

describeWith(["redis-server"], "campaigns in Redis", () => {
  for (const [name, start] of redisServers)
    campaignLedgerContract(name, async () => {
      const { urls, stop } = await start();
      let offset = 0;
      const client = createRedisClient({ urls, deadlineMs: 10_000 });
      return {
        ledger: createRedisCampaignLedger({
          client,
          namespace: "acme",
          sealing: createSealing(aHashKey),
          clockOffset: () => offset,
        }),
        advance: (ms: number) => {
          offset += ms;
        },
        close: async () => {
          await client.close();
          await stop();
        },
      };
    });
});
