import { afterAll, beforeAll, expect, test } from "vitest";
import { deploymentName } from "../../../../src/composition/deployment-name.js";
import { aNote, anId, anOutcome, roomFor } from "../../../contracts/journal-stage.js";
import { describeWith } from "../../../support/needs.js";
import { type RedisServer, startRedis } from "../../../support/redis-server.js";
import { openRedisStore } from "../../../support/redis-stage.js";

describeWith(["redis-server"], "deployments that share a Redis", () => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server.stop());

  test.each([
    [
      "prefix",
      { KAFKA_TOPIC_PREFIX: "acme.", KAFKA_GROUP_ID: "g" },
      { KAFKA_TOPIC_PREFIX: "emca.", KAFKA_GROUP_ID: "g" },
    ],
    ["group", { KAFKA_TOPIC_PREFIX: "", KAFKA_GROUP_ID: "g" }, { KAFKA_TOPIC_PREFIX: "", KAFKA_GROUP_ID: "h" }],
    [
      "border between both",
      { KAFKA_TOPIC_PREFIX: "a", KAFKA_GROUP_ID: "bc" },
      { KAFKA_TOPIC_PREFIX: "ab", KAFKA_GROUP_ID: "c" },
    ],
    [
      "braces in the group",
      { KAFKA_TOPIC_PREFIX: "", KAFKA_GROUP_ID: "{g}" },
      { KAFKA_TOPIC_PREFIX: "", KAFKA_GROUP_ID: "{}" },
    ],
  ])("that differ in their %s share nothing", async (_, one, other) => {
    const stores = [one, other].map((names) =>
      openRedisStore({
        urls: [server.url],
        deployment: deploymentName(names),
        hashKey: `${JSON.stringify(names)} of 32 bytes`,
      }),
    );
    const [mine, yours] = [stores[0]!, stores[1]!];
    try {
      const id = anId();
      const parked = anId();
      for (const each of [id, parked]) await mine.journal.open(each, "o/0/1", "never-resend", 60_000, new Date(0));
      await mine.journal.settle(id, 1, "failed", anOutcome());
      await mine.journal.park(parked, 1, new Date(0), Buffer.from("body"), aNote);
      expect(await yours.checks()).toEqual(expect.any(Array));
      expect(await yours.journal.read(id)).toBeUndefined();
      expect(await yours.schedule.take(roomFor(10), 60_000)).toEqual([]);
      expect(await yours.journal.knows(mine.journal.stamp()!)).toBe(false);
      expect(await mine.schedule.take(roomFor(10), 60_000)).toMatchObject([{ messageId: parked }]);
    } finally {
      await Promise.all(stores.map((store) => store.close()));
    }
  });
});
