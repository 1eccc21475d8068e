import { createSealing } from "../../../../src/adapters/redis/journal/sealing.js";
import { createRedisClient } from "../../../../src/adapters/redis/server/client.js";
import { createRedisWebhookStore } from "../../../../src/adapters/redis/webhooks/webhook-store.js";
import { webhookStoreContract } from "../../../contracts/webhook-store.contract.js";
import { describeWith } from "../../../support/needs.js";
import { redisServers } from "../../../support/redis-server.js";

describeWith(["redis-server"], "webhooks in Redis", () => {
  for (const [name, start] of redisServers)
    webhookStoreContract(name, async () => {
      const servers = await start();
      const client = createRedisClient({ urls: servers.urls });
      return {
        store: createRedisWebhookStore({ client, deployment: "test", sealing: createSealing("k".repeat(32)) }),
        close: async () => {
          await client.close();
          await servers.stop();
        },
      };
    });
});
