import { recipientLogContract } from "../../../contracts/recipient-log.contract.js";
import { describeWith } from "../../../support/needs.js";
import { redisServers } from "../../../support/redis-server.js";
import { redisWorkers } from "../../../support/redis-stage.js";

describeWith(["redis-server"], "texts to one number in Redis", () => {
  for (const [name, start] of redisServers)
    recipientLogContract(name, async () => {
      const { parts, ...stage } = await redisWorkers(start);
      const [log, ...others] = parts.map((store) => store.recipientLog);
      return { ...stage, log: log!, others };
    });
});
