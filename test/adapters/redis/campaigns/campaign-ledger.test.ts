import { createRedisCampaignLedger } from "../../../../src/adapters/redis/campaigns/campaign-ledger.js";
import { createSealing } from "../../../../src/adapters/redis/journal/sealing.js";
import { createRedisClient } from "../../../../src/adapters/redis/server/client.js";
import { campaignLedgerContract } from "../../../contracts/campaign-ledger.contract.js";
import { describeWith } from "../../../support/needs.js";
import { startRedis, startRedisCluster } from "../../../support/redis-server.js";
import { aHashKey } from "../../../support/redis-stage.js";

describeWith(["redis-server"], "campaigns in Redis", () => {
  const servers = [
    [
      "Redis",
      async () => {
        const server = await startRedis();
        return { urls: [server.url], stop: () => server.stop() };
      },
    ],
    ["a Redis cluster of three", startRedisCluster],
  ] as const;
  for (const [name, start] of servers)
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
