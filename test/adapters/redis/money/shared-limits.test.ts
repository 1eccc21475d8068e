import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createRedisStore, type RedisStore } from "../../../../src/adapters/redis/store.js";
import { booksOf, type Charge } from "../../../../src/application/ports/money-ledger.js";
import { type MoneyLimits, noMoneyLimits } from "../../../../src/domain/money/money-limits.js";
import { spendLinesOf } from "../../../../src/domain/money/spend-line.js";
import { spendPeriodsAt } from "../../../../src/domain/money/spend-periods.js";
import { describeWith } from "../../../support/needs.js";
import { type RedisServer, startRedis } from "../../../support/redis-server.js";

const run = promisify(execFile);
const price = 6_450;
const most = 1_000;
const tries = 10_000;
const inFlight = 64;
const deployment = "acme";

describeWith(["redis-server"], "money that three workers spend at once", () => {
  let server: RedisServer;
  let stores: readonly RedisStore[];
  beforeAll(async () => {
    server = await startRedis();
    const rates = { transactional: undefined, promotional: undefined };
    stores = [0, 1, 2].map(() =>
      createRedisStore({
        deployment,
        urls: [server.url],
        hashKey: "k".repeat(32),
        ttlMs: 3_600_000,
        rates,
        deadlineMs: 60_000,
      }),
    );
  });
  afterAll(async () => {
    await Promise.all(stores.map((store) => store.close()));
    await server.stop();
  });

  const limit = most * price;
  const scopes: readonly {
    readonly scope: string;
    readonly limits: Partial<MoneyLimits>;
    readonly campaign?: number;
  }[] = [
    { scope: "month", limits: { month: limit } },
    { scope: "day", limits: { day: limit } },
    { scope: "class/transactional/day", limits: { class: new Map([["transactional", { day: limit }]]) } },
    { scope: "country/IN/month", limits: { country: new Map([["IN", { month: limit }]]) } },
    { scope: "caller/shop/day", limits: { caller: new Map([["shop", { day: limit }]]) } },
    { scope: "campaign/summer-26", limits: {}, campaign: limit },
  ];

  test.each(scopes)(
    "of 10,000 tries at a limit of 1,000 texts by $scope exactly 1,000 win; nothing stays reserved",
    async ({ scope, limits, campaign }) => {
      const year = 2_030 + scopes.findIndex((one) => one.scope === scope);
      const lines = spendLinesOf(
        { ...noMoneyLimits, ...limits },
        {
          ...{ class: "transactional", country: "IN", caller: "shop" },
          campaign: campaign === undefined ? undefined : { id: "summer-26", budgetMicros: campaign },
        },
        spendPeriodsAt("UTC", Date.UTC(year, 10, 26)),
      );
      let next = 0;
      let won = 0;
      // A place given back when all others have tried already needs one who takes it.
      let givenBack = 0;
      const refused = new Set<string>();
      const worker = async ({ moneyLedger }: RedisStore) => {
        while (next < tries + givenBack) {
          next += 1;
          // Others go on counting while this one waits.
          const own = next;
          const charge: Charge = {
            ...{ messageId: `${scope}-${own}`, send: 1, micros: price, isCode: false, lines, books: booksOf(lines) },
          };
          const answer = await moneyLedger.reserve(charge);
          if (answer.kind === "refused") {
            refused.add(answer.line.scope);
            continue;
          }
          // Of those that were taken, one in three is not: its place is another's.
          if (own % 3 === 0) {
            await moneyLedger.release(charge);
            givenBack += 1;
          } else {
            won += 1;
            await moneyLedger.settle(charge, price);
          }
        }
      };
      await Promise.all(stores.flatMap((store) => Array.from({ length: inFlight }, () => worker(store))));
      expect([won, [...refused]]).toEqual([most, [scope]]);
      for (const line of lines) {
        const book = await stores[0]!.moneyLedger.book(booksOf([line])[0]!);
        expect(book.get(line.scope)).toMatchObject({ spent: limit, reserved: 0 });
      }
    },
  );

  test("the days of a month add up to the month, and the script says where they do not", async () => {
    const { moneyLedger } = stores[0]!;
    for (let day = 1; day <= 30; day += 1) {
      const lines = spendLinesOf(
        noMoneyLimits,
        { class: "otp", country: "IN", caller: undefined, campaign: undefined },
        spendPeriodsAt("UTC", Date.UTC(2026, 10, day)),
      );
      const charge = {
        messageId: `month-of-days-${day}`,
        send: 1,
        micros: day * 1_000,
        isCode: true,
        lines,
        books: booksOf(lines),
      };
      await moneyLedger.reserve(charge);
      await moneyLedger.settle(charge, day * 1_000 + (day % 2));
      if (day % 5 === 0) await moneyLedger.adjust(lines, -700, true);
    }
    const check = () =>
      run("docs/check-spend.sh", ["2026-11", deployment], { env: { ...process.env, REDIS_URL: server.url } });
    expect((await check()).stdout).toBe("month 2026-11: 460815 micro-USD; its days: 460815 micro-USD\n");
    await server.command("HINCRBY", `{${deployment}:money}:book:2026-11-07`, "day|s", "1");
    await expect(check()).rejects.toMatchObject({ code: 1, stdout: expect.stringContaining("its days: 460816") });
  });
});
