import { createClient } from "redis";
import { beforeAll, expect, test } from "vitest";
import { bytesPerRecipient } from "../../src/domain/campaign/bytes-per-recipient.js";
import { built } from "../support/built.js";
import { startCountingGateway } from "../support/counting-gateway.js";
import { eventually } from "../support/eventually.js";
import { describeWith } from "../support/needs.js";
import { startRedis } from "../support/redis-server.js";
import { startServiceProcess } from "../support/service-process.js";

const people = 500;
const words = { text: "Big sale. Reply STOP to opt out", class: "promotional" };

/** Spacing between two texts to a number: gone after a minute, so that it never adds up. */
const isShortLived = (key: string): boolean => key.includes(":to-");

describeWith(["redis-server"], "the memory of a campaign", () => {
  beforeAll(built);

  test("what the check says that it needs of Redis is what it takes", async () => {
    const redis = await startRedis();
    const gateway = await startCountingGateway(0);
    const service = startServiceProcess({
      ...{ REDIS_URL: redis.url, SMS_HASH_KEY: "k".repeat(48), OTP_SECRET: "o".repeat(48) },
      ...{ SMS_ALLOWED_COUNTRIES: "GB", AWS_ENDPOINT_URL_SNS: gateway.url },
    });
    const client = createClient({ url: redis.url });
    await client.connect();
    const bytes = async (): Promise<number> => {
      let sum = 0;
      for await (const keys of client.scanIterator({ COUNT: 1_000 }))
        for (const key of keys) if (!isShortLived(key)) sum += Number(await client.memoryUsage(key));
      return sum;
    };
    try {
      const url = await service.ready;
      const call = async (path: string, body?: object | string) => {
        const type = typeof body === "string" ? "text/csv" : "application/json";
        const asked = typeof body === "string" ? body : JSON.stringify(body);
        const init = { method: "POST", headers: { "content-type": type }, body: asked };
        const answer = await fetch(`${url}${path}`, body === undefined ? {} : init);
        return (await answer.json()) as {
          readonly uploadId: string;
          readonly hash: string;
          readonly redisBytes: number;
          readonly state: string;
        };
      };
      const before = await bytes();
      const csv = ["phone", ...Array.from({ length: people }, (_, n) => `+44740${1_000_000 + n}`), ""].join("\n");
      const { hash, redisBytes, uploadId } = await call(`/v1/uploads?${new URLSearchParams(words)}`, csv);
      expect(redisBytes).toBe(people * bytesPerRecipient);
      await call("/v1/campaigns", { campaignId: "memory", name: "Memory", uploadId, ...words });
      await call("/v1/campaigns/memory/start", { hash });
      await eventually("it ends", async () => (await call("/v1/campaigns/memory")).state === "finished", 40_000);
      const taken = (await bytes()) - before;
      // Keys that are there once, however many people, weigh a little among so few.
      expect(taken).toBeLessThan(redisBytes * 1.15);
      expect(taken).toBeGreaterThan(redisBytes * 0.75);
    } finally {
      service.signal("SIGKILL");
      await service.ended;
      client.destroy();
      gateway.close();
      await redis.stop();
    }
  });
});
