import { expect } from "vitest";
import { createRedisClient } from "../../../../src/adapters/redis/server/client.js";
import { createRedisIdempotency } from "../../../../src/adapters/redis/otp/idempotency.js";
import { createRedisOtpStore } from "../../../../src/adapters/redis/otp/otp-store.js";
import { createRedisPumpingLedger } from "../../../../src/adapters/redis/otp/pumping-ledger.js";
import { idempotencyContract } from "../../../contracts/idempotency.contract.js";
import { otpStoreContract } from "../../../contracts/otp-store.contract.js";
import { pumpingLedgerContract } from "../../../contracts/pumping-ledger.contract.js";
import { describeWith } from "../../../support/needs.js";
import { silentLog } from "../../../support/silent-log.js";
import { keysWithoutTtl } from "../../../support/redis-keys.js";
import { type RedisServers, redisServers } from "../../../support/redis-server.js";

const opened = async (start: () => Promise<RedisServers>) => {
  const servers = await start();
  const client = createRedisClient({ urls: servers.urls });
  let now = Date.UTC(2026, 10, 24);
  return {
    client,
    clock: () => `=${now}`,
    advance: (ms: number) => {
      now += ms;
    },
    /** After its suite, every key that it left must end by itself. */
    close: async () => {
      await client.close();
      const left = await keysWithoutTtl(servers.nodes);
      await servers.stop();
      expect(left.keys, "the suite left keys to look at").toBeGreaterThan(0);
      expect(left.withoutTtl).toEqual([]);
    },
  };
};

describeWith(["redis-server"], "one-time codes in Redis", () => {
  for (const [name, start] of redisServers) {
    otpStoreContract(name, async () => {
      const stage = await opened(start);
      return { ...stage, store: createRedisOtpStore({ deployment: "acme", ...stage }) };
    });
    pumpingLedgerContract(name, async () => {
      const stage = await opened(start);
      return { ...stage, ledger: createRedisPumpingLedger({ deployment: "acme", ...stage, log: silentLog }) };
    });
    idempotencyContract(name, async () => {
      const stage = await opened(start);
      return { ...stage, idempotency: createRedisIdempotency({ deployment: "acme", ...stage }) };
    });
  }
});
