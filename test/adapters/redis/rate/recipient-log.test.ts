import { expect, test } from "vitest";
import { recipientLogContract } from "../../../contracts/recipient-log.contract.js";
import { describeWith } from "../../../support/needs.js";
import { redisServers, startRedis } from "../../../support/redis-server.js";
import { redisWorkers } from "../../../support/redis-stage.js";

describeWith(["redis-server"], "texts to one number in Redis", () => {
  for (const [name, start] of redisServers)
    recipientLogContract(name, async () => {
      const { parts, ...stage } = await redisWorkers(start);
      const [log, ...others] = parts.map((store) => store.recipientLog);
      return { ...stage, log: log!, others };
    });

  test("what caps count outlasts its window, for the server may jump to the end of it", async () => {
    const server = await startRedis();
    const stage = await redisWorkers(async () => ({ urls: [server.url], stop: server.stop }), 1);
    try {
      const hourMs = 3_600_000;
      const hourly = { of: "class", name: "otp", window: "hour", most: 1 } as const;
      await stage.parts[0]!.recipientLog.take("a".repeat(22), {
        ...{ messageId: "m-1", class: "otp", template: null, caps: [hourly], spacingMs: 0, horizonMs: hourMs },
      });
      const [key] = (await server.command("KEYS", "*to-a*")) as readonly [string];
      expect(Number(await server.command("PTTL", key))).toBeGreaterThan(hourMs + 600_000);
    } finally {
      await stage.close();
    }
  });

  test("a number that gets a text a second has a short record: what no cap counts is forgotten after a minute", async () => {
    const server = await startRedis();
    const stage = await redisWorkers(async () => ({ urls: [server.url], stop: server.stop }), 1);
    try {
      const who = "a".repeat(22);
      const weekMs = 7 * 24 * 3_600_000;
      const weekly = { of: "class", name: "promotional", window: "week", most: 200 } as const;
      const take = (n: number, of: "transactional" | "promotional") =>
        stage.parts[0]!.recipientLog.take(who, {
          ...{ messageId: `${of}-${n}`, class: of, template: "news", spacingMs: 1_000, horizonMs: weekMs },
          caps: of === "promotional" ? [weekly] : [],
        });
      for (let n = 0; n < 200; n += 1) {
        expect(await take(n, n % 10 === 0 ? "promotional" : "transactional")).toMatchObject({ kind: "taken" });
        stage.advance(1_010);
      }
      const [key] = (await server.command("KEYS", "*to-a*")) as readonly [string];
      expect(await stage.parts[0]!.recipientLog.counts(who, [weekly])).toEqual([20]);
      // Those of a minute, those that count, and two fields of the number's own.
      expect(Number(await server.command("HLEN", key))).toBeLessThanOrEqual(60 + 20 + 2);
      const leftMs = Number(await server.command("PTTL", key));
      expect(leftMs).toBeGreaterThan(weekMs - 3_600_000);
    } finally {
      await stage.close();
    }
  });
});
