import { expect } from "vitest";
import { createRedisDeadLetterMarks } from "../../../../src/adapters/redis/dead-letters/dead-letter-marks.js";
import { createSealing } from "../../../../src/adapters/redis/journal/sealing.js";
import { createRedisClient } from "../../../../src/adapters/redis/server/client.js";
import { deadLetterMarksContract } from "../../../contracts/dead-letter-marks.contract.js";
import { describeWith } from "../../../support/needs.js";
import { keysWithoutTtl } from "../../../support/redis-keys.js";
import { redisServers } from "../../../support/redis-server.js";

describeWith(["redis-server"], "marks of dead letters in Redis", () => {
  for (const [name, start] of redisServers)
    deadLetterMarksContract(name, async () => {
      const servers = await start();
      const client = createRedisClient({ urls: servers.urls });
      const sealing = createSealing("k".repeat(32));
      return {
        marks: createRedisDeadLetterMarks({ client, deployment: "test", sealing }),
        close: async () => {
          await client.close();
          const left = await keysWithoutTtl(servers.nodes);
          await servers.stop();
          expect(left.keys).toBeGreaterThan(0);
          expect(left.withoutTtl).toEqual([]);
        },
      };
    });
});
