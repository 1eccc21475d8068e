import { afterAll, beforeAll, expect, test } from "vitest";
import { startService } from "../../src/composition/service.js";
import { createHashes } from "../../src/adapters/system/hashes.js";
import { readConfig } from "../../src/adapters/environment/config.js";
import { sms } from "../support/command-line.js";
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

  test("a choice that was deleted from Redis is told as missing by history, until the ledger is read again", async () => {
    const to = "+919876500000";
    const links = async (url: string) => {
      const { entries } = await ask(url, "/v1/opt-outs/history", { to });
      return (entries as readonly { linked: boolean | null }[]).map(({ linked }) => linked);
    };
    let service = await start();
    for (const [day, choice] of ["opt-out", "opt-in", "opt-out"].entries())
      await ask(service.url, "/v1/opt-outs", { to, class: "otp", choice, at: `2026-11-0${day + 1}T00:00:00Z` });
    expect(await links(service.url)).toEqual([null, true, true]);

    const [key = ""] = (await redis.command(
      "KEYS",
      `*:n:${createHashes(Buffer.from(secret)).keyed(to)}`,
    )) as readonly string[];
    const fields = (await redis.command("HGETALL", key)) as readonly string[];
    const second = String(Date.parse("2026-11-02"));
    const between = fields.find((name, at) => name.startsWith("otp#") && fields[at + 1]!.startsWith(second))!;
    expect(await redis.command("HDEL", key, between)).toBe(1);
    expect(await links(service.url)).toEqual([null, false]);
    const { out } = await sms(["opt-outs", "history", to], { SMS_URL: service.url });
    expect(out).toMatch(/^2026-11-01.*\}\n2026-11-03.*a choice that was recorded before it is MISSING or changed\n$/);
    await service.stop();

    await redis.command("FLUSHALL");
    service = await start();
    await eventually("the rebuild", async () => (await links(service.url)).length === 3, 60_000);
    expect(await links(service.url)).toEqual([null, true, true]);
    await service.stop();
  });
});
