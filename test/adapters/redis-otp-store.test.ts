import { expect } from "vitest";
import { createRedisClient } from "../../src/adapters/redis/client.js";
import { createRedisOtpStore } from "../../src/adapters/redis/otp-store.js";
import { type OtpStage, otpStoreContract } from "../contracts/otp-store.contract.js";
import { describeWith } from "../support/needs.js";
import { type RedisServer, startRedis, startRedisCluster } from "../support/redis-server.js";
import { keysWithoutTtl } from "../support/redis-keys.js";

const stageAt = (urls: readonly string[], nodes: readonly RedisServer[], stop: () => Promise<void>): OtpStage => {
  const client = createRedisClient({ urls });
  let now = Date.UTC(2026, 10, 24);
  return {
    store: createRedisOtpStore({ client, clock: () => `=${now}` }),
    advance: (ms) => {
      now += ms;
    },
    close: async () => {
      await client.close();
      const left = await keysWithoutTtl(nodes);
      await stop();
      expect(left.keys, "the suite left keys to look at").toBeGreaterThan(0);
      expect(left.withoutTtl).toEqual([]);
    },
  };
};

describeWith(["redis-server"], "one-time codes in Redis", () => {
  otpStoreContract("Redis", async () => {
    const server = await startRedis();
    return stageAt([server.url], [server], () => server.stop());
  });
  otpStoreContract("a Redis cluster", async () => {
    const cluster = await startRedisCluster();
    return stageAt(cluster.urls, cluster.nodes, () => cluster.stop());
  });
});
