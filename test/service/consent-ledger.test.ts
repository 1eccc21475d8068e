import { afterAll, beforeAll, expect, test } from "vitest";
import { startService } from "../../src/composition/service.js";
import { readConfig } from "../../src/adapters/environment/config.js";
import { eventually } from "../support/eventually.js";
import { redisDump } from "../support/redis-dump.js";
import { type RedisServer, startRedis } from "../support/redis-server.js";
import { describeWithKafka, sharedKafka } from "../support/shared-kafka.js";

const secret = "a-secret-for-tests-only-of-more-than-32-bytes";
const numbers = Array.from({ length: 20 }, (_, at) => `+9198765432${String(at).padStart(2, "0")}`);

describeWithKafka("the consent ledger on Kafka and Redis", () => {
  let redis: RedisServer;
  let brokers: string;
  beforeAll(async () => {
    redis = await startRedis();
    brokers = await sharedKafka();
  });
  afterAll(async () => {
    await redis?.stop();
  });

  const start = () =>
    startService(
      readConfig({
        ...{ HTTP_PORT: "0", SIMULATOR_PORT: "0", LOG_LEVEL: "silent", REDIS_URL: redis.url },
        ...{
          KAFKA_BROKERS: brokers,
          KAFKA_TOPIC_PREFIX: `consent${process.pid}.`,
          SMS_HASH_KEY: secret,
          OTP_SECRET: secret,
        },
      }),
    );
  const ask = async (url: string, path: string, body: unknown) => {
    const headers = { "content-type": "application/json" };
    const answer = await fetch(`${url}${path}`, { method: "POST", headers, body: JSON.stringify(body) });
    return (await answer.json()) as Record<string, unknown>;
  };
  const answers = (url: string) => Promise.all(numbers.map((to) => ask(url, "/v1/opt-outs/check", { to })));

  test("Redis is emptied and the service restarted: the same 20 answers, and no number stands anywhere in clear", async () => {
    let service = await start();
    for (const [at, to] of [...numbers, ...numbers].entries()) {
      const minute = (at * 7) % 40;
      const choice = at % 3 === 0 ? "opt-in" : "opt-out";
      const instant = `2026-11-01T00:${String(minute).padStart(2, "0")}:00Z`;
      await ask(service.url, "/v1/opt-outs", { to, class: at % 2 === 0 ? "promotional" : "all", choice, at: instant });
    }
    const before = await answers(service.url);
    expect(before.every(({ whole }) => whole === true)).toBe(true);
    const dump = await redisDump(redis);
    for (const to of numbers) expect(dump).not.toContain(to.slice(1));
    await service.stop();

    await redis.command("FLUSHALL");
    service = await start();
    await eventually(
      "the rebuild",
      async () => (await answers(service.url)).every(({ whole }) => whole === true),
      60_000,
    );
    expect(await answers(service.url)).toEqual(before);
    await service.stop();
  });
});
