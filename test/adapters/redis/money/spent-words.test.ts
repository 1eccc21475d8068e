import { createRedisSpentWords } from "../../../../src/adapters/redis/money/spent-words.js";
import { createRedisClient } from "../../../../src/adapters/redis/server/client.js";
import { spentWordsContract } from "../../../contracts/spent-words.contract.js";
import { describeWith } from "../../../support/needs.js";
import { redisServers } from "../../../support/redis-server.js";

describeWith(["redis-server"], "the provider's word of a spent limit in Redis", () => {
  for (const [name, start] of redisServers)
    spentWordsContract(name, async () => {
      const { urls, stop } = await start();
      const clients = [createRedisClient({ urls }), createRedisClient({ urls })] as const;
      let serial = 0;
      return {
        fresh: () => {
          serial += 1;
          const deployment = `acme-${serial}`;
          const [one, other] = clients;
          return [
            createRedisSpentWords({ client: one, deployment, of: "spent" }),
            createRedisSpentWords({ client: other, deployment, of: "spent" }),
          ];
        },
        close: async () => {
          await Promise.all(clients.map((client) => client.close()));
          await stop();
        },
      };
    });
});
