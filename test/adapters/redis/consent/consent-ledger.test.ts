import { createRedisConsentLedger } from "../../../../src/adapters/redis/consent/consent-ledger.js";
import { createRedisClient } from "../../../../src/adapters/redis/server/client.js";
import { consentLedgerContract } from "../../../contracts/consent-ledger.contract.js";
import { describeWith } from "../../../support/needs.js";
import { startRedis, startRedisCluster } from "../../../support/redis-server.js";

describeWith(["redis-server"], "the consent ledger in Redis", () => {
  const servers = [
    [
      "Redis",
      async () => {
        const server = await startRedis();
        return { urls: [server.url], stop: () => server.stop() };
      },
    ],
    ["a Redis cluster of three", startRedisCluster],
  ] as const;
  for (const [name, start] of servers)
    consentLedgerContract(name, async () => {
      const { urls, stop } = await start();
      const clients = [0, 1].map(() => createRedisClient({ urls, deadlineMs: 10_000 }));
      let offset = 0;
      const [ledger, other] = clients.map((client) =>
        createRedisConsentLedger({ client, deployment: "shop", clockOffset: () => offset }),
      );
      return {
        ledger: ledger!,
        other: other!,
        advance: (ms: number) => {
          offset += ms;
        },
        close: async () => {
          await Promise.all(clients.map((client) => client.close()));
          await stop();
        },
      };
    });
});
