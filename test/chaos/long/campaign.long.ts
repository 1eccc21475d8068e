import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { type CountingGateway, startCountingGateway } from "../../support/counting-gateway.js";
import { describeWith } from "../../support/needs.js";
import { type RedisServer, startRedis } from "../../support/redis-server.js";
import { type ServiceProcess, startServiceProcess } from "../../support/service-process.js";
import { built } from "../../support/built.js";

interface View {
  readonly state: string;
  readonly hash: string;
  readonly counts: Readonly<Record<string, number>>;
}

interface Worker {
  readonly process: ServiceProcess;
  url: string | undefined;
}

const people = 20_000;
const spellMs = 60_000;
const secret = "s".repeat(20);
/** A country without promotional hours, so that the hour of the day changes nothing. */
const numberOf = (n: number): string => `+44740${1_000_000 + n}`;
const words = { text: "Big sale. Reply STOP to opt out", class: "promotional" };

describeWith(["redis-server"], "a campaign over three workers", () => {
  let redis: RedisServer;
  let gateway: CountingGateway;
  let workers: Worker[];
  beforeAll(built);
  beforeEach(async () => {
    [redis, gateway] = await Promise.all([startRedis({ aof: true }), startCountingGateway(20)]);
    workers = [addWorker(), addWorker(), addWorker()];
    await Promise.all(workers.map(({ process }) => process.ready));
  }, 60_000);
  afterEach(async () => {
    for (const { process } of workers) process.signal("SIGKILL");
    await Promise.all(workers.map(({ process }) => process.ended));
    gateway.close();
    await redis.stop();
  });

  const addWorker = (): Worker => {
    const settings = {
      ...{ REDIS_URL: redis.url, SMS_HASH_KEY: "k".repeat(48), OTP_SECRET: "o".repeat(48) },
      ...{ SMS_ALLOWED_COUNTRIES: "GB", AWS_ENDPOINT_URL_SNS: gateway.url, API_KEYS: `ops:${secret}:send+read` },
    };
    const worker: Worker = { process: startServiceProcess(settings, ["dist/main.js"]), url: undefined };
    worker.process.ready.then(
      (url) => {
        worker.url = url;
      },
      () => undefined,
    );
    return worker;
  };

  const ask = async <Answer = View>(url: string, path: string, body?: object | string): Promise<Answer> => {
    const type = typeof body === "string" ? "text/csv" : "application/json";
    const answer = await fetch(`${url}${path}`, {
      headers: { authorization: `Bearer ${secret}`, ...(body === undefined ? {} : { "content-type": type }) },
      ...(body === undefined ? {} : { method: "POST", body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text}`);
    return JSON.parse(text) as Answer;
  };

  const start = async (more: object): Promise<void> => {
    const { url } = workers[0]!;
    const csv = ["phone", ...Array.from({ length: people }, (_, n) => numberOf(n)), ""].join("\n");
    const report = await ask<{ uploadId: string; hash: string; good: number }>(
      url!,
      `/v1/uploads?${new URLSearchParams(words)}`,
      csv,
    );
    expect(report.good).toBe(people);
    const { hash, uploadId } = report;
    const pauseOn = { failures: 1, optOuts: 1 };
    await ask(url!, "/v1/campaigns", { campaignId: "storm", name: "Storm", uploadId, pauseOn, ...words, ...more });
    await ask(url!, "/v1/campaigns/storm/start", { hash });
  };

  /** Through any worker that answers; the sum is the total at each look. */
  const look = async (): Promise<View | undefined> => {
    for (const { url } of workers) {
      const view = url === undefined ? undefined : await ask(url, "/v1/campaigns/storm").catch(() => undefined);
      if (view === undefined) continue;
      const { total, ...columns } = view.counts;
      expect(Object.values(columns).reduce((sum, count) => sum + count, 0)).toBe(total);
      expect(total).toBe(people);
      return view;
    }
    return undefined;
  };

  test("20,000 people, SIGKILL every 0.3 to 1 s for 60 s: nobody twice, every look adds up", async () => {
    await start({ rate: 400 });
    let [kills, looks] = [0, 0];
    for (const end = performance.now() + spellMs; performance.now() < end; ) {
      await sleep(300 + Math.random() * 700);
      if ((await look()) !== undefined) looks += 1;
      // One that is still starting would teach nothing.
      const victim = workers.findIndex(({ url }) => url !== undefined);
      if (victim < 0) continue;
      const [dead] = workers.splice(victim, 1);
      dead!.process.signal("SIGKILL");
      await dead!.process.ended;
      kills += 1;
      workers.push(addWorker());
    }
    let view: View | undefined;
    for (const end = performance.now() + 240_000; performance.now() < end && view?.state !== "finished"; ) {
      await sleep(500);
      view = await look();
      if (view !== undefined) looks += 1;
    }
    const { sent = 0, delivered = 0, inDoubt = 0, ...rest } = view?.counts ?? {};
    const twice = [...gateway.texts.values()].filter((count) => count > 1).length;
    const counted = { asked: people, kills, looks, seen: gateway.texts.size, sent, inDoubt, twice };
    console.log(`a campaign: ${JSON.stringify(counted)}`);
    expect(view?.state).toBe("finished");
    expect(rest).toMatchObject({ waiting: 0, sending: 0, failed: 0, refused: 0, undelivered: 0, cancelled: 0 });
    expect(twice).toBe(0);
    // Whoever the gateway has not seen is in doubt; whoever is counted as sent was seen.
    expect(sent + delivered + inDoubt).toBe(people);
    expect(gateway.texts.size).toBeGreaterThanOrEqual(sent + delivered);
    expect(kills).toBeGreaterThan(5);
  }, 360_000);

  test("paused through one worker, the others call the gateway no more a second later", async () => {
    await start({});
    for (const end = performance.now() + 30_000; gateway.total() < 500 && performance.now() < end; ) await sleep(50);
    const { counts } = await ask(workers[0]!.url!, "/v1/campaigns/storm/pause", {});
    const [answeredAt, before] = [performance.now(), gateway.total()];
    let view = await look();
    for (const end = performance.now() + 30_000; view?.counts["sending"] !== 0 && performance.now() < end; ) {
      await sleep(250);
      view = await look();
    }
    const afterMs = Math.max(Math.round(gateway.lastAt() - answeredAt), 0);
    const late = gateway.total() - before;
    console.log(`a pause: ${JSON.stringify({ asked: people, sending: counts["sending"], late, afterMs })}`);
    expect(view).toMatchObject({ state: "paused", counts: { sending: 0 } });
    expect(view!.counts["waiting"]).toBeGreaterThan(0);
    expect(late).toBeLessThanOrEqual(counts["sending"]!);
    expect(afterMs).toBeLessThan(1_000);
  });
});
