import { createRedisStore } from "../../../../src/adapters/redis/store.js";
import { moneyLedgerContract } from "../../../contracts/money-ledger.contract.js";
import { describeWith } from "../../../support/needs.js";
import { redisServers } from "../../../support/redis-server.js";

describeWith(["redis-server"], "money in Redis", () => {
  for (const [name, start] of redisServers)
    moneyLedgerContract(name, async () => {
      const { urls, stop } = await start();
      let offset = 0;
      const stores = [0, 1, 2].map(() =>
        createRedisStore({
          deployment: "acme",
          urls,
          hashKey: "k".repeat(32),
          ttlMs: 3_600_000,
          rates: { transactional: undefined, promotional: undefined },
          deadlineMs: 10_000,
          clockOffset: () => offset,
        }),
      );
      const [ledger, ...others] = stores.map((store) => store.moneyLedger);
      return {
        ledger: ledger!,
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
