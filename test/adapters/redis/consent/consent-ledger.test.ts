import { createRedisConsentLedger } from "../../../../src/adapters/redis/consent/consent-ledger.js";
import { createRedisConsentReview } from "../../../../src/adapters/redis/consent/consent-review.js";
import { createRedisSweepStore } from "../../../../src/adapters/redis/consent/sweep-store.js";
import { createRedisClient } from "../../../../src/adapters/redis/server/client.js";
import { consentLedgerContract } from "../../../contracts/consent-ledger.contract.js";
import { consentReviewContract } from "../../../contracts/consent-review.contract.js";
import { sweepStoreContract } from "../../../contracts/sweep-store.contract.js";
import { describeWith } from "../../../support/needs.js";
import { redisServers } from "../../../support/redis-server.js";

describeWith(["redis-server"], "the consent ledger in Redis", () => {
  for (const [name, start] of redisServers) {
    const opened = async () => {
      const { urls, stop } = await start();
      const client = createRedisClient({ urls, deadlineMs: 10_000 });
      return { client, deployment: "shop", close: () => client.close().then(stop) };
    };
    sweepStoreContract(name, async () => {
      const stage = await opened();
      return { ...stage, store: createRedisSweepStore(stage) };
    });
    consentReviewContract(name, async () => {
      const stage = await opened();
      return { ...stage, review: createRedisConsentReview(stage) };
    });
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
  }
});
