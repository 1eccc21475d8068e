import { afterAll, beforeAll } from "vitest";
import { journalContract } from "../../../contracts/journal.contract.js";
import { scheduleContract } from "../../../contracts/schedule.contract.js";
import { throttleContract } from "../../../contracts/throttle.contract.js";
import { describeWith } from "../../../support/needs.js";
import { redisServers, type RedisServers } from "../../../support/redis-server.js";
import { redisJournalStage, redisThrottleStage } from "../../../support/redis-stage.js";

for (const [name, start] of redisServers)
  describeWith(["redis-server"], name, () => {
    let started: RedisServers;
    beforeAll(async () => {
      started = await start();
    });
    afterAll(() => started.stop());
    const servers = () => ({
      urls: started.urls,
      command: (...words: string[]) => Promise.any(started.nodes.map((node) => node.command(...words))),
      flush: async () => {
        await Promise.all(started.nodes.map((node) => node.command("FLUSHALL")));
      },
    });
    journalContract(name, () => redisJournalStage(servers()));
    scheduleContract(name, () => redisJournalStage(servers()));
    throttleContract(name, (rates) => redisThrottleStage(servers(), rates), true);
  });
