import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createRedisAudiences } from "../../../../src/adapters/redis/campaigns/audiences.js";
import { createSealing } from "../../../../src/adapters/redis/journal/sealing.js";
import { createRedisClient, type RedisClient } from "../../../../src/adapters/redis/server/client.js";
import { audiencesContract } from "../../../contracts/audiences.contract.js";
import { describeWith } from "../../../support/needs.js";
import { type RedisServer, redisServers, startRedis } from "../../../support/redis-server.js";
import { aHashKey } from "../../../support/redis-stage.js";

const audiencesAt = (client: RedisClient) =>
  createRedisAudiences({ ...{ client, namespace: "acme", keepMs: 60_000 }, sealing: createSealing(aHashKey) });

describeWith(["redis-server"], "audiences in Redis", () => {
  for (const [name, start] of redisServers)
    audiencesContract(name, async () => {
      const { urls, stop } = await start();
      const client = createRedisClient({ urls, deadlineMs: 10_000 });
      return {
        audiences: audiencesAt(client),
        close: async () => {
          await client.close();
          await stop();
        },
      };
    });

  describe("their time", () => {
    let server: RedisServer;
    let client: RedisClient;
    beforeAll(async () => {
      server = await startRedis();
      client = createRedisClient({ urls: [server.url], deadlineMs: 10_000 });
    });
    afterAll(async () => {
      await client?.close();
      await server?.stop();
    });
    const number = "+919876543210";
    const rows = [{ to: number, variables: {}, reference: null }];

    test("rows of a file that comes slowly are found by whoever forgets a person as long as they are there", async () => {
      const audiences = audiencesAt(client);
      await audiences.add("slow", 0, rows);
      // As if its first chunk had come as long ago as an audience is kept.
      await server.command("ZADD", "{acme:up}:kept", "1", "slow");
      await audiences.add("slow", 1, [{ ...rows[0]!, to: "+919876543211" }]);
      expect(await audiences.forget(number)).toBe(1);
    });

    test("a chunk that comes once more ends no earlier than the campaign asked for that was started with it", async () => {
      const audiences = audiencesAt(client);
      await audiences.add("twice", 0, rows);
      await audiences.keepFor("twice", 600_000);
      const named = await server.command("ZSCORE", "{acme:up}:kept", "twice");
      await audiences.add("twice", 0, rows);
      expect(Number(await server.command("PTTL", "{acme:up:twice}:chunks"))).toBeGreaterThan(60_000);
      expect(await server.command("ZSCORE", "{acme:up}:kept", "twice")).toEqual(named);
    });
  });
});
