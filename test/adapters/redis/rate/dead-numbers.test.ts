import { createRedisStore } from "../../../../src/adapters/redis/store.js";
import { deadNumbersContract } from "../../../contracts/dead-numbers.contract.js";
import { describeWith } from "../../../support/needs.js";
import { redisServers } from "../../../support/redis-server.js";

describeWith(["redis-server"], "dead numbers in Redis", () => {
  for (const [name, start] of redisServers)
    deadNumbersContract(name, async () => {
      const { urls, stop } = await start();
      let offset = 0;
      const store = createRedisStore({
        urls,
        hashKey: "k".repeat(32),
        deployment: "acme",
        ttlMs: 3_600_000,
        rates: { transactional: undefined, promotional: undefined },
        deadlineMs: 10_000,
        clockOffset: () => offset,
      });
      return {
        deadNumbers: store.deadNumbers,
        now: () => new Date(Date.now() + offset),
        advance: (ms: number) => {
          offset += ms;
        },
        close: async () => {
          await store.close();
          await stop();
        },
      };
    });
});
