import { createRedisStore } from "../../../../src/adapters/redis/store.js";
import { recipientLogContract } from "../../../contracts/recipient-log.contract.js";
import { describeWith } from "../../../support/needs.js";
import { redisServers } from "../../../support/redis-server.js";

describeWith(["redis-server"], "texts to one number in Redis", () => {
  for (const [name, start] of redisServers)
    recipientLogContract(name, async () => {
      const { urls, stop } = await start();
      let offset = 0;
      const stores = [0, 1, 2].map(() =>
        createRedisStore({
          urls,
          hashKey: "k".repeat(32),
          deployment: "acme",
          ttlMs: 3_600_000,
          rates: { transactional: undefined, promotional: undefined },
          deadlineMs: 10_000,
          clockOffset: () => offset,
        }),
      );
      const [log, ...others] = stores.map((store) => store.recipientLog);
      return {
        log: log!,
        others,
        advance: (ms: number) => {
          offset += ms;
        },
        close: async () => {
          await Promise.all(stores.map((store) => store.close()));
          await stop();
        },
      };
    });
});
