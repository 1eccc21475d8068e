import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { cpus, loadavg } from "node:os";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { createClient } from "redis";
import { startPostgres } from "../test/support/postgres-server.js";
import { startServiceProcess } from "../test/support/service-process.js";
import { newPrefix, serviceEnvironment, startFlags } from "./contenders.js";
import { plainNumber } from "./numbers.js";
import { processUsage } from "./process-usage.js";
import { quantile } from "./quantile.js";
import { redisShares } from "./redis-shares.js";
import { startStage } from "./stage.js";

/**
 * A campaign on real Kafka, Redis and PostgreSQL against a gateway that answers at once: the check of its file, memory of
 * the service and of Redis, the time to the first text, texts a second, a small campaign beside it, what leaves after a
 * pause, and then the rest. `-- 100000 30 600`: so many people, so many seconds before the small campaign and the pause,
 * and so many at most behind them; without these it goes on to the campaign's end.
 */
const people = Number(process.argv[2] ?? 1_000_000);
const seconds = Number(process.argv[3] ?? 60);
const mostRestMs = Number(process.argv[4] ?? Number.POSITIVE_INFINITY) * 1_000;
const few = 100;
const curveEveryMs = 10_000;
const words = { text: "Half price on every pizza today. Reply STOP to opt out", class: "promotional" };

interface View {
  readonly state: string;
  readonly hash: string;
  readonly counts: Readonly<Record<string, number>>;
}

execFileSync("npm", ["run", "--silent", "build"]);
const postgres = await startPostgres();
const stage = await startStage(0);
const redis = createClient({ url: stage.redisUrl });
await redis.connect();
const environment = {
  ...serviceEnvironment(stage, newPrefix(), 64),
  ...{ SMS_ALLOWED_COUNTRIES: "GB", LOG_LEVEL: "warn", DATABASE_URL: postgres.url },
};
const service = startServiceProcess(environment, [...startFlags("."), "dist/main.js"]);
const url = await service.ready;

const usedBytes = async (): Promise<number> => Number(/^used_memory:(\d+)/mu.exec(await redis.info("memory"))?.[1]);
const rss = (): number => Math.round(processUsage(service.pid).rssMiB);
const per = (bytes: number, count: number): string => (bytes / count).toFixed(1);
const call = async (path: string, body?: object): Promise<View> => {
  const init = { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
  const answer = await fetch(`${url}${path}`, body === undefined ? {} : init);
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as View;
};

function* rows(count: number): Generator<string> {
  yield "phone,reference\n";
  for (let from = 0; from < count; from += 1_000)
    yield Array.from(
      { length: Math.min(1_000, count - from) },
      (_, n) => `${plainNumber(from + n)},R-${from + n}\n`,
    ).join("");
}

/** The service's memory while something runs, sampled five times a second. */
const watched = async <Result>(work: Promise<Result>) => {
  const sizes: number[] = [];
  let isOver = false;
  const sampling = (async () => {
    for (; !isOver; await sleep(200)) sizes.push(rss());
  })();
  const result = await work.finally(() => {
    isOver = true;
  });
  await sampling;
  return { result, sizes };
};

const upload = async (): Promise<{ readonly uploadId: string; readonly hash: string; readonly good: number }> => {
  const asked = request(`${url}/v1/uploads?${new URLSearchParams(words)}`, {
    method: "POST",
    headers: { "content-type": "text/csv" },
  });
  const answered = once(asked, "response") as Promise<[IncomingMessage]>;
  await pipeline(Readable.from(rows(people)), asked);
  const [answer] = await answered;
  let text = "";
  for await (const piece of answer) text += String(piece);
  if (answer.statusCode !== 201) throw new Error(text);
  return JSON.parse(text);
};

console.log(`${cpus().length} processors, load ${loadavg()[0]?.toFixed(1)}; ${people.toLocaleString("en")} people`);
await sleep(5_000);
const idle = rss();
const empty = await usedBytes();
console.log(`  idle                 ${idle} MiB`);

let began = performance.now();
const { result: report, sizes: checking } = await watched(upload());
const checkedMs = performance.now() - began;
const kept = (await usedBytes()) - empty;
console.log(
  `  upload and check     ${Math.round(people / (checkedMs / 1_000))} rows/s; ${quantile(checking, 0.5)} MiB at the median, ${Math.max(...checking)} at most; ${per(kept, people)} bytes of Redis a person`,
);

const { hash, uploadId } = report;
await call("/v1/campaigns", { campaignId: "large", name: "Large", uploadId, ...words });
const ledger = (await usedBytes()) - empty - kept;
const before = (await stage.gateway.seen()).taken;
began = performance.now();
await call("/v1/campaigns/large/start", { hash });
while ((await stage.gateway.seen()).taken === before) await sleep(10);
console.log(
  `  ledger               ${per(ledger, people)} bytes of Redis a person; the first text ${Math.round(performance.now() - began)} ms after the start`,
);

await sleep(3_000);
const [from, fromBytes, fromAt] = [(await stage.gateway.seen()).taken, await usedBytes(), performance.now()];
const { sizes: sending } = await watched(sleep(seconds * 1_000));
const sent = (await stage.gateway.seen()).taken - from;
const took = (performance.now() - fromAt) / 1_000;
const tenths = Array.from({ length: 10 }, (_, n) => sending[Math.floor((n * sending.length) / 10)]);
console.log(
  `  sending              ${Math.round(sent / took)} texts/s over ${Math.round(took)} s (${sent} texts); ${quantile(sending, 0.5)} MiB at the median, ${Math.max(...sending)} at most (${tenths.join(", ")}); ${per((await usedBytes()) - fromBytes, sent)} bytes of Redis a text sent, the journal's among them`,
);

const recipients = Array.from({ length: few }, (_, n) => ({ to: plainNumber(people + n) }));
const small = await call("/v1/campaigns", { campaignId: "small", name: "Small", recipients, ...words });
began = performance.now();
await call("/v1/campaigns/small/start", { hash: small.hash });
while ((await call("/v1/campaigns/small")).state !== "finished") await sleep(20);
console.log(`  ${few} people beside it  ${Math.round(performance.now() - began)} ms from their start to their end`);

const paused = await call("/v1/campaigns/large/pause", {});
began = performance.now();
const atTheAnswer = (await stage.gateway.seen()).taken;
let [last, lastMs] = [atTheAnswer, 0];
while ((await call("/v1/campaigns/large")).counts["sending"] !== 0 || performance.now() - began < 2_000) {
  const { taken } = await stage.gateway.seen();
  if (taken > last) [last, lastMs] = [taken, performance.now() - began];
}
console.log(
  `  a pause              ${paused.counts["sending"]} in work at its answer; ${last - atTheAnswer} texts left after it, the last one ${Math.round(lastMs)} ms later at most`,
);

const reported: string[] = [];
await call("/v1/campaigns/large/resume", {});
const [resumedFrom, resumedAt] = [(await stage.gateway.seen()).taken, performance.now()];
const isOver = async () =>
  performance.now() - resumedAt > mostRestMs || (await call("/v1/campaigns/large")).state === "finished";
for (let told = 0; !(await isOver()); await sleep(1_000)) {
  if (performance.now() < told) continue;
  told = performance.now() + curveEveryMs;
  const { taken } = await stage.gateway.seen();
  reported.push(`${rss()}`);
  console.error(`${Math.round((performance.now() - resumedAt) / 1_000)} s: ${taken} texts, ${rss()} MiB`);
}
const restMs = performance.now() - resumedAt;
const rest = (await stage.gateway.seen()).taken - resumedFrom;
console.log(
  `  the rest             ${Math.round(rest / (restMs / 1_000))} texts/s over ${Math.round(restMs / 1_000)} s (${rest} texts); resident MiB each ${curveEveryMs / 1_000} s: ${reported.join(" ")}`,
);
console.log("  Redis at the end, MiB by kind of key");
const scan = () => redis.scanIterator({ COUNT: 1_000 });
for (const [kind, bytes] of await redisShares(scan, (key) => redis.memoryUsage(key, { SAMPLES: 0 })))
  if (bytes > 100_000) console.log(`    ${kind.padEnd(28)} ${(bytes / 1_048_576).toFixed(1).padStart(8)}`);

service.signal("SIGKILL");
await service.ended;
redis.destroy();
await stage.stop();
await postgres.stop();
