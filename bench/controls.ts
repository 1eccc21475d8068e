import { createRedisStore } from "../src/adapters/redis/store.js";
import { createRedisClient } from "../src/adapters/redis/server/client.js";
import { script } from "../src/adapters/redis/server/script.js";
import { booksOf, type Charge } from "../src/application/ports/money-ledger.js";
import { noMoneyLimits } from "../src/domain/money/money-limits.js";
import { spendLinesOf } from "../src/domain/money/spend-line.js";
import { spendPeriodsAt } from "../src/domain/money/spend-periods.js";
import { startRedis } from "../test/support/redis-server.js";
import { controlsCost } from "./controls-cost.js";

/**
 * Money reserved and settled over six sums, beside a script that adds and checks one number: what idempotence, six sums
 * and a settle cost. Then what all controls cost a text of the service. `-- 20000` says how many texts of the former, and
 * `-- 20000 0` leaves the latter out, which needs Kafka.
 */
const texts = Number(process.argv[2] ?? 20_000);
const rounds = Number(process.argv[3] ?? 5);
const inFlight = 64;
const limit = Number.MAX_SAFE_INTEGER;

const timed = async (name: string, one: (at: number) => Promise<unknown>): Promise<void> => {
  let next = 0;
  const worker = async () => {
    while (next < texts) await one(next++);
  };
  const began = performance.now();
  await Promise.all(Array.from({ length: inFlight }, worker));
  const seconds = (performance.now() - began) / 1_000;
  console.log(`${name}: ${texts} texts in ${seconds.toFixed(1)} s, ${Math.round(texts / seconds)}/s`);
};

const redis = await startRedis();
const rates = { transactional: undefined, promotional: undefined };
const store = createRedisStore({
  deployment: "bench",
  urls: [redis.url],
  hashKey: "k".repeat(32),
  ttlMs: 3_600_000,
  rates,
});
const client = createRedisClient({ urls: [redis.url], deadlineMs: 30_000 });
const both = { day: limit, month: limit };
const lines = spendLinesOf(
  {
    ...noMoneyLimits,
    ...both,
    class: new Map([["transactional", { day: limit }]]),
    country: new Map([["IN", { day: limit }]]),
    caller: new Map([["shop", { day: limit }]]),
  },
  { class: "transactional", country: "IN", caller: "shop", campaign: { id: "summer-26", budgetMicros: limit } },
  spendPeriodsAt("UTC", Date.now()),
);
const books = booksOf(lines);
const addAndCheck = script("if redis.call('INCRBY', KEYS[1], ARGV[1]) > tonumber(ARGV[2]) then return 0 end return 1");

await timed("add and check one number ", () => client.evaluate(addAndCheck, ["{bench}:sum"], ["6450", String(limit)]));
await timed(`reserve and settle ${lines.length} sums`, async (at) => {
  const charge: Charge = { messageId: `m-${at}`, send: 1, micros: 6_450, isCode: false, lines, books };
  await store.moneyLedger.reserve(charge);
  await store.moneyLedger.settle(charge, charge.micros);
});
await client.close();
await store.close();
await redis.stop();
if (rounds > 0) await controlsCost(rounds);
