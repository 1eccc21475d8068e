import { afterAll, beforeAll } from "vitest";
import { journalContract } from "../../../contracts/journal.contract.js";
import { scheduleContract } from "../../../contracts/schedule.contract.js";
import { throttleContract } from "../../../contracts/throttle.contract.js";
import { describeWith } from "../../../support/needs.js";
import { type RedisServer, startRedis, startRedisCluster } from "../../../support/redis-server.js";
import { redisJournalStage, redisThrottleStage } from "../../../support/redis-stage.js";

const contracts = (name: string, start: () => Promise<readonly RedisServer[]>) =>
  describeWith(["redis-server"], name, () => {
    let nodes: readonly RedisServer[] = [];
    beforeAll(async () => {
      nodes = await start();
    });
    afterAll(async () => {
      await Promise.all(nodes.map((node) => node.stop()));
    });
    const servers = () => ({
      urls: nodes.map(({ url }) => url),
      command: (...words: string[]) => Promise.any(nodes.map((node) => node.command(...words))),
      flush: async () => {
        await Promise.all(nodes.map((node) => node.command("FLUSHALL")));
      },
    });
    journalContract(name, () => redisJournalStage(servers()));
    scheduleContract(name, () => redisJournalStage(servers()));
    throttleContract(name, (rates) => redisThrottleStage(servers(), rates), true);
  });

contracts("Redis", async () => [await startRedis()]);
contracts("a Redis cluster of three", async () => (await startRedisCluster()).nodes);
