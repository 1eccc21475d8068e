import { createHash } from "node:crypto";
import { loadavg } from "node:os";
import { createMemoryConsentLedger } from "../src/adapters/memory/consent-ledger.js";
import { createRedisConsentLedger } from "../src/adapters/redis/consent/consent-ledger.js";
import { createRedisClient } from "../src/adapters/redis/server/client.js";
import { createRebuildLedger } from "../src/application/consent/rebuild-ledger.js";
import type { ConsentLedger } from "../src/application/ports/consent-ledger.js";
import type { LoggedConsent } from "../src/application/ports/consent-log.js";
import { systemClock } from "../src/adapters/system/clock.js";
import { redisCpuMs } from "./redis-cpu.js";
import { startRedis } from "../test/support/redis-server.js";
import { silentLog } from "../test/support/silent-log.js";

/**
 * How long an emptied ledger takes to be rebuilt from `sms.consent`, without the broker's part: records as they lie in the
 * topic are decoded and merged, into Redis and, to compare with, into memory. `-- 100000` says how many.
 */
const entries = Number(process.argv[2] ?? 1_000_000);
const batchSize = 2_000;

const record = (at: number): LoggedConsent => {
  const numberHash = createHash("sha256").update(String(at)).digest("base64url").slice(0, 22);
  const told = {
    ...{ evidenceId: `${String(at).padStart(8, "0")}-0000-5000-8000-000000000000`, state: "opted-out" },
    ...{ at: new Date(1_790_000_000_000 + at).toISOString(), source: "keyword", by: "stop" },
    evidence: { sealed: "A".repeat(240), hash: numberHash },
  };
  return { value: Buffer.from(JSON.stringify({ numberHash, class: "promotional", ...told, entries: [told] })) };
};

/** `told`: what else there is to say of it. */
const replay = async (name: string, consentLedger: ConsentLedger, told = async () => ""): Promise<void> => {
  const began = performance.now();
  let most = 0;
  let waited = 0;
  const cpuSeconds = () => {
    const { system, user } = process.cpuUsage();
    return (system + user) / 1_000_000;
  };
  const cpuBegan = cpuSeconds();
  let cpuWaited = 0;
  const rebuild = createRebuildLedger({
    clock: systemClock,
    consentLedger,
    consentLog: {
      replay: async (_, take) => {
        for (let from = 0; from < entries; from += batchSize) {
          const madeAt = performance.now();
          const cpuMadeAt = cpuSeconds();
          const size = Math.min(batchSize, entries - from);
          const batch = Array.from({ length: size }, (__, at) => record(from + at));
          waited += performance.now() - madeAt;
          cpuWaited += cpuSeconds() - cpuMadeAt;
          await take(batch, { read: from + size, total: entries });
          most = Math.max(most, process.memoryUsage().rss);
        }
        return "the end";
      },
    },
    log: silentLog,
  });
  await rebuild.run(new AbortController().signal);
  const seconds = (performance.now() - began - waited) / 1_000;
  const cpu = cpuSeconds() - cpuBegan - cpuWaited;
  const rate = Math.round(entries / seconds);
  console.log(
    `${name}: ${entries} entries in ${seconds.toFixed(1)} s, ${rate}/s, ${cpu.toFixed(1)} s of CPU here, at most ${Math.round(most / 2 ** 20)} MiB${await told()}, load ${loadavg()[0]!.toFixed(1)}`,
  );
};

const redis = await startRedis();
const client = createRedisClient({ urls: [redis.url], deadlineMs: 30_000 });
const redisTold = async () => {
  const ms = redisCpuMs(String(await redis.command("INFO", "cpu")));
  return `, ${(ms / 1_000).toFixed(1)} s of CPU in Redis`;
};
await replay("Redis ", createRedisConsentLedger({ client, deployment: "bench" }), redisTold);
await client.close();
await redis.stop();
await replay("memory", createMemoryConsentLedger({ clock: systemClock }));
