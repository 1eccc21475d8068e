import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createRedisClient, type RedisClient } from "../../../../src/adapters/redis/server/client.js";
import { createRedisIdempotency } from "../../../../src/adapters/redis/otp/idempotency.js";
import { createRedisOtpStore } from "../../../../src/adapters/redis/otp/otp-store.js";
import { createRedisPumpingLedger } from "../../../../src/adapters/redis/otp/pumping-ledger.js";
import { defaultOtpPolicy } from "../../../../src/domain/otp/otp-policy.js";
import { describeWith } from "../../../support/needs.js";
import { aNumber, otpWorld } from "../../../support/otp-service.js";
import { keysWithoutTtl } from "../../../support/redis-keys.js";
import { type RedisServer, type RedisServers, redisServers } from "../../../support/redis-server.js";
import { silentLog } from "../../../support/silent-log.js";

/** Every key with all that is under it, as text. */
const dump = async (nodes: readonly RedisServer[]): Promise<string> => {
  const told: unknown[] = [];
  for (const node of nodes)
    for (const key of (await node.command("KEYS", "*")) as string[]) {
      const type = await node.command("TYPE", key);
      const command = type === "hash" ? ["HGETALL", key] : ["ZRANGE", key, "0", "-1", "WITHSCORES"];
      told.push(key, await node.command(...command));
    }
  return JSON.stringify(told);
};

describeWith(["redis-server"], "sending and verifying with Redis", () => {
  describe.each(redisServers)("%s", (_, start) => {
    let servers: RedisServers;
    let client: RedisClient;
    beforeAll(async () => {
      servers = await start();
      client = createRedisClient({ urls: servers.urls, deadlineMs: 10_000 });
    });
    afterAll(async () => {
      await client?.close();
      await servers?.stop();
    });

    test("a code comes, is accepted once, and Redis never holds it or the number", async () => {
      // Ten digits: shorter ones may turn up in an instant by chance.
      const long = { ...defaultOtpPolicy("login"), length: 10 };
      const world = otpWorld(new Map([["login", long]]), (clock) => {
        const stage = { client, log: silentLog, clock: () => `=${clock.now().getTime()}` };
        return {
          otpStore: createRedisOtpStore({ deployment: "acme", ...stage }),
          idempotency: createRedisIdempotency({ deployment: "acme", ...stage }),
          pumpingLedger: createRedisPumpingLedger({ deployment: "acme", ...stage }),
        };
      });
      const services = world.process();
      const ask = { to: aNumber, purpose: "login", caller: "shop" };
      const sendOtp = services.get("sendOtp");
      const answers = await Promise.all(
        Array.from({ length: 100 }, (_, at) => sendOtp({ ...ask, idempotencyKey: `k${at}` })),
      );
      expect(answers.filter(({ kind }) => kind === "sent")).toHaveLength(1);
      expect(answers.filter(({ kind }) => kind === "held")).toHaveLength(99);
      const [code] = world.codes();
      expect(world.codes()).toHaveLength(1);

      const verifyOtp = services.get("verifyOtp");
      expect(await verifyOtp({ ...ask, code: "0000000000" })).toEqual({ kind: "rejected" });
      const alive = await dump(servers.nodes);
      const verified = await Promise.all(Array.from({ length: 300 }, () => verifyOtp({ ...ask, code: code! })));
      expect(verified.filter(({ kind }) => kind === "accepted")).toHaveLength(1);
      await world.clock.advance(0);
      await world.store.pumpingLedger.close();

      const told = alive + (await dump(servers.nodes));
      expect(told).toContain("otp:");
      for (const secret of [code!, aNumber.slice(1), aNumber.slice(3)]) expect(told).not.toContain(secret);
      expect((await keysWithoutTtl(servers.nodes)).withoutTtl).toEqual([]);
    });
  });
});
