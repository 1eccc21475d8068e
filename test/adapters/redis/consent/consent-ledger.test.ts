import { expect, test } from "vitest";
import { createRedisConsentLedger } from "../../../../src/adapters/redis/consent/consent-ledger.js";
import { createRedisConsentReview } from "../../../../src/adapters/redis/consent/consent-review.js";
import { createRedisSweepStore } from "../../../../src/adapters/redis/consent/sweep-store.js";
import { script } from "../../../../src/adapters/redis/server/script.js";
import { consentChainContract } from "../../../contracts/consent-chain.contract.js";
import { consentLedgerContract } from "../../../contracts/consent-ledger.contract.js";
import { consentReviewContract } from "../../../contracts/consent-review.contract.js";
import { sweepStoreContract } from "../../../contracts/sweep-store.contract.js";
import { describeWith } from "../../../support/needs.js";
import { redisServers } from "../../../support/redis-server.js";
import { redisClients } from "../../../support/redis-stage.js";

const remove = script("return redis.call('HDEL', KEYS[1], ARGV[1])");
const lives = script("return redis.call('PTTL', KEYS[1])");

describeWith(["redis-server"], "the consent ledger in Redis", () => {
  for (const [name, start] of redisServers) {
    const opened = async (workers: number) => {
      const { parts, ...stage } = await redisClients(start, workers);
      const needs = parts.map((client) => ({ client, deployment: "shop", clock: () => String(stage.clockOffset()) }));
      return { ...stage, needs: needs[0]!, others: needs.slice(1) };
    };
    sweepStoreContract(name, async () => {
      const { needs, ...stage } = await opened(1);
      return { ...stage, store: createRedisSweepStore(needs) };
    });
    consentReviewContract(name, async () => {
      const { needs, ...stage } = await opened(1);
      return { ...stage, review: createRedisConsentReview(needs) };
    });
    consentChainContract(name, async () => {
      const { needs, ...stage } = await opened(1);
      return {
        ...stage,
        ledger: createRedisConsentLedger(needs),
        remove: async (who, ofClass, id) => {
          const key = `{${needs.deployment}:consent:${who[0]}}:n:${who}`;
          await needs.client.evaluate(remove, [key], [`${ofClass}#${id}`]);
        },
      };
    });
    test(`${name}: a reply to a person who chose nothing is known for longer than a day, for the server may jump`, async () => {
      const { needs, ...stage } = await opened(1);
      try {
        const who = "a".repeat(22);
        await createRedisConsentLedger(needs).permitReply(who, "help", "m-1");
        const left = await needs.client.evaluate(lives, [`{${needs.deployment}:consent:a}:n:${who}`], []);
        expect(Number(left)).toBeGreaterThan(24 * 3_600_000 + 600_000);
      } finally {
        await stage.close();
      }
    });
    consentLedgerContract(name, async () => {
      const { needs, others, ...stage } = await opened(2);
      return { ...stage, ledger: createRedisConsentLedger(needs), other: createRedisConsentLedger(others[0]!) };
    });
  }
});
