import { expect, test } from "vitest";
import { createSealing } from "../../../../src/adapters/redis/journal/sealing.js";
import { createRedisClient } from "../../../../src/adapters/redis/server/client.js";
import { script } from "../../../../src/adapters/redis/server/script.js";
import { createRedisWebhookStore } from "../../../../src/adapters/redis/webhooks/webhook-store.js";
import { healthy, type Webhook } from "../../../../src/domain/webhook/webhook.js";
import { webhookStoreContract } from "../../../contracts/webhook-store.contract.js";
import { describeWith } from "../../../support/needs.js";
import { redisServers } from "../../../support/redis-server.js";

const sealing = createSealing("k".repeat(32));
const set = script("return redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])");

describeWith(["redis-server"], "webhooks in Redis", () => {
  for (const [name, start] of redisServers) {
    const open = async () => {
      const servers = await start();
      const client = createRedisClient({ urls: servers.urls });
      return {
        client,
        store: createRedisWebhookStore({ client, deployment: "test", sealing }),
        close: async () => {
          await client.close();
          await servers.stop();
        },
      };
    };
    webhookStoreContract(name, open);

    test(`${name}: a receiver and a delivery whose records cannot be read hide no others`, async () => {
      const { client, close, store } = await open();
      const at = new Date("2026-11-22T10:00:00Z");
      const lists = { types: [], classes: [], reasons: [], secrets: [] };
      const one: Webhook = { id: "one", url: "https://one.example", ...lists, number: "masked", createdAt: at };
      await store.save(one);
      for (const id of ["a", "b"]) await store.add("one", { id, body: "{}", failed: 0, due: at });
      const put = (key: string, id: string, text: string) =>
        client.evaluate(set, [`{test:webhooks}:${key}`], [id, sealing.seal(text, `webhook:${id}`)]);
      await put("all", "later", '{"id":"later","address":"https://later.example"}');
      await put("health", "one", "7");
      await put("bodies:one", "a", '{"id":"a","packed":"…"}');
      expect(await store.list()).toEqual([{ ...one, health: healthy, waiting: 2 }]);
      expect(await store.take("one", at, 2, 1_000)).toEqual([{ id: "b", body: "{}", failed: 0, due: at }]);
      expect(await store.remove("later")).toBe(true);
      await close();
    });
  }
});
