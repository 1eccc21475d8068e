import { createRedisAudiences } from "../../../../src/adapters/redis/campaigns/audiences.js";
import { createSealing } from "../../../../src/adapters/redis/journal/sealing.js";
import { createRedisClient } from "../../../../src/adapters/redis/server/client.js";
import { audiencesContract } from "../../../contracts/audiences.contract.js";
import { describeWith } from "../../../support/needs.js";
import { redisServers } from "../../../support/redis-server.js";
import { aHashKey } from "../../../support/redis-stage.js";

describeWith(["redis-server"], "audiences in Redis", () => {
  for (const [name, start] of redisServers)
    audiencesContract(name, async () => {
      const { urls, stop } = await start();
      const client = createRedisClient({ urls, deadlineMs: 10_000 });
      return {
        audiences: createRedisAudiences({
          ...{ client, namespace: "acme", keepMs: 60_000 },
          sealing: createSealing(aHashKey),
        }),
        close: async () => {
          await client.close();
          await stop();
        },
      };
    });
});
