import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { createClient } from "redis";
import { startServiceProcess } from "../test/support/service-process.js";
import { newPrefix, paceEvents, serviceEnvironment } from "./contenders.js";
import { plainNumber } from "./numbers.js";
import { quantile } from "./quantile.js";
import type { Stage } from "./stage.js";
import { codeEvent, confirmationEvent, promotionEvent } from "./texts.js";

/** Half of them wait in their topic, half in the schedule, due while it is measured. */
const queued = 100_000;
/** Promotional texts a second: they go all the while, and some are left at the end. */
const promotionsPerSecond = 100;
const rounds = 5;
const perSecond = 20;
const roundMs = 6_000;

interface Delays {
  readonly p50: number;
  readonly p99: number;
}

const median = (values: readonly number[]): number => quantile(values, 0.5);

/** Delays from produce to Publish of transactional texts and codes, at rest and beside 100,000 promotional texts. */
export const lanesBesideACampaign = async (stage: Stage): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), "sms-bench-"));
  const policies = join(folder, "policies.yaml");
  // Nobody enters these codes: the guard against pumping would hold them after 50.
  writeFileSync(policies, 'pumping: { allow: ["+44"] }\n');
  const prefix = newPrefix();
  const names = ["sms.requested", "sms.requested.promotional", "otp.requested"];
  const [requested = "", promotional = "", codes = ""] = names.map((topic) => `${prefix}${topic}`);
  await stage.admin.createTopics({
    waitForLeaders: true,
    topics: [requested, promotional, codes].map((topic) => ({ topic, numPartitions: 6 })),
  });
  const redis = createClient({ url: stage.redisUrl });
  await redis.connect();
  await redis.flushAll();
  const service = startServiceProcess(
    {
      ...serviceEnvironment(stage, prefix, 64),
      SMS_OTP_POLICIES: policies,
      SMS_RATE_TRANSACTIONAL: "1000",
      SMS_RATE_PROMOTIONAL: String(promotionsPerSecond),
    },
    ["dist/main.js"],
  );
  const waiting = async (): Promise<number> => {
    const keys = await redis.keys("*:due:promotional");
    return (await Promise.all(keys.map((key) => redis.zCard(key)))).reduce((sum, one) => sum + one, 0);
  };
  const classes = [
    ["transactional", requested, (to: string) => confirmationEvent(to, Date.now())],
    ["otp", codes, codeEvent],
  ] as const;
  /** In turns, so that what else the machine does meets both classes alike. */
  const measure = async (what: string): Promise<ReadonlyMap<string, Delays>> => {
    const all = new Map<string, Delays[]>();
    for (let round = 0; round < rounds; round += 1)
      for (const [name, topic, event] of classes) {
        await stage.gateway.seen();
        await paceEvents(stage, topic, perSecond, roundMs, event);
        const { ages } = await sleep(1_000).then(() => stage.gateway.seen());
        const delays = { p50: quantile(ages, 0.5), p99: quantile(ages, 0.99) };
        all.set(name, [...(all.get(name) ?? []), delays]);
      }
    const medians = new Map<string, Delays>();
    for (const [name, each] of all) {
      const [p50, p99] = [median(each.map((one) => one.p50)), median(each.map((one) => one.p99))];
      medians.set(name, { p50, p99 });
      const p99s = each.map((one) => one.p99).join(", ");
      console.log(
        `  ${what.padEnd(32)} ${name.padEnd(14)} p50 ${p50} ms  p99 ${p99} ms  (medians of ${rounds}: ${p99s})`,
      );
    }
    return medians;
  };
  try {
    await service.ready;
    console.log(
      `\nFrom produce to Publish, ${perSecond} a second, beside promotional texts at ${promotionsPerSecond} a second`,
    );
    for (const [, topic, event] of classes) await paceEvents(stage, topic, perSecond, 4_000, event);
    const idle = await measure("at rest");
    const sendAt = new Date(Date.now() + 90_000).toISOString();
    const event = (n: number): string => promotionEvent(plainNumber(n), n);
    await stage.fill(promotional, queued / 2, (n) => JSON.stringify({ ...JSON.parse(event(n)), sendAt }));
    while ((await waiting()) < queued / 2) await sleep(500);
    await stage.fill(promotional, queued / 2, (n) => event(queued + n));
    while (Date.now() < Date.parse(sendAt) + 5_000) await sleep(500);
    const before = (await stage.gateway.seen()).taken;
    const loaded = await measure(`${queued.toLocaleString("en")} promotional queued`);
    const { taken } = await stage.gateway.seen();
    console.log(`  ${taken - before} texts went meanwhile; ${await waiting()} wait in the schedule at the end`);
    for (const [name, { p99 }] of loaded)
      console.log(`  ${name}: p99 beside them ${(p99 / idle.get(name)!.p99).toFixed(2)} × that at rest`);
  } finally {
    service.signal("SIGKILL");
    await service.ended;
    redis.destroy();
    rmSync(folder, { recursive: true });
  }
};
