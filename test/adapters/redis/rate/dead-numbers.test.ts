import { deadNumbersContract } from "../../../contracts/dead-numbers.contract.js";
import { describeWith } from "../../../support/needs.js";
import { redisServers } from "../../../support/redis-server.js";
import { redisWorkers } from "../../../support/redis-stage.js";

describeWith(["redis-server"], "dead numbers in Redis", () => {
  for (const [name, start] of redisServers)
    deadNumbersContract(name, async () => {
      const { parts, ...stage } = await redisWorkers(start, 1);
      return { ...stage, deadNumbers: parts[0]!.deadNumbers };
    });
});
