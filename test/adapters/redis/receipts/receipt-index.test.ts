import { expect, test } from "vitest";
import { createRedisReceiptIndex } from "../../../../src/adapters/redis/receipts/receipt-index.js";
import { createRedisReceiptProgress } from "../../../../src/adapters/redis/receipts/receipt-progress.js";
import { createRedisUnparsedReceipts } from "../../../../src/adapters/redis/receipts/unparsed-receipts.js";
import { createSealing } from "../../../../src/adapters/redis/journal/sealing.js";
import { createRedisClient } from "../../../../src/adapters/redis/server/client.js";
import { dayText } from "../../../../src/domain/instant-text.js";
import { receiptIndexContract } from "../../../contracts/receipt-index.contract.js";
import { receiptProgressContract } from "../../../contracts/receipt-progress.contract.js";
import { unparsedReceiptsContract } from "../../../contracts/unparsed-receipts.contract.js";
import { describeWith } from "../../../support/needs.js";
import { keysWithoutTtl } from "../../../support/redis-keys.js";
import { type RedisServers, redisServers, startRedis } from "../../../support/redis-server.js";

const opened = async (start: () => Promise<RedisServers>) => {
  const servers = await start();
  const client = createRedisClient({ urls: servers.urls });
  let offset = 0;
  return {
    client,
    clock: () => String(offset),
    now: () => new Date(Date.now() + offset),
    advance: (ms: number) => {
      offset += ms;
    },
    close: async () => {
      await client.close();
      const left = await keysWithoutTtl(servers.nodes);
      await servers.stop();
      expect(left.keys).toBeGreaterThan(0);
      expect(left.withoutTtl).toEqual([]);
    },
  };
};

describeWith(["redis-server"], "receipts in Redis", () => {
  // 64 shards of two each: no test but the last fills one.
  for (const [name, start] of redisServers)
    receiptIndexContract(name, 64 * 20, async () => {
      const stage = await opened(start);
      const index = createRedisReceiptIndex({ ...stage, namespace: "test", mostKept: 20 });
      return { ...stage, index };
    });

  for (const [name, start] of redisServers) {
    receiptProgressContract(name, async () => {
      const stage = await opened(start);
      return { ...stage, progress: createRedisReceiptProgress({ ...stage, namespace: "test" }) };
    });
    unparsedReceiptsContract(name, async () => {
      const stage = await opened(start);
      const sealing = createSealing("k".repeat(32));
      return { ...stage, unparsed: createRedisUnparsedReceipts({ ...stage, namespace: "test", sealing }) };
    });
  }

  test("sent texts take 45 bytes each at most, as densely as a million a day lie", { timeout: 120_000 }, async () => {
    const server = await startRedis();
    const client = createRedisClient({ urls: [server.url], deadlineMs: 20_000 });
    const index = createRedisReceiptIndex({ client, namespace: "test", bucketCount: 32_768 / 8 });
    const memory = async () => {
      const [{ reply } = { reply: "" }] = await client.everyMaster(["INFO", "memory"]);
      return Number(/used_memory_dataset:(\d+)/u.exec(String(reply))?.[1]);
    };
    const scope = { day: dayText(Date.now()), country: "IN", class: "transactional" as const };
    const texts = 1_000_000 / 8;
    const batch = 5_000;
    const record = (count: number) =>
      Promise.all(
        Array.from({ length: count }, () =>
          index.record({
            providerMessageId: crypto.randomUUID(),
            messageId: crypto.randomUUID(),
            ...{ scope, estimateMicros: 6_450 },
          }),
        ),
      );
    // The script itself, and sums that grow with no text, are there before.
    await record(1_000);
    const before = await memory();
    for (let from = 0; from < texts; from += batch) await record(batch);
    const each = ((await memory()) - before) / texts;
    console.log(`index: ${each.toFixed(1)} bytes a text over ${texts.toLocaleString("en")}`);
    await client.close();
    await server.stop();
    expect(each).toBeGreaterThan(30);
    expect(each).toBeLessThanOrEqual(45);
  });
});
