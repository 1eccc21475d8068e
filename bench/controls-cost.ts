import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { createClient } from "redis";
import { thisService } from "./contenders.js";
import { redisCpuMs } from "./redis-cpu.js";
import { quantile } from "./quantile.js";
import { startStage } from "./stage.js";
import { type Steady, steady } from "./steady.js";

/** Sums, caps and rates that no text of the bench meets, so that each is asked for and none refuses. */
const limits = `money:
  month: 900000
  day: 900000
  class: { transactional: { month: 900000, day: 900000 } }
  country: { IN: { month: 900000, day: 900000 } }
recipient:
  transactional: { hour: 1000, day: 1000, week: 1000 }
  template: { order_confirmation: { hour: 1000, day: 1000 } }
`;
const rate = "100000";

/**
 * What money over six sums, five caps and a rate cost a text: the service with all of them beside the same service
 * without, in turns, on real Kafka and Redis. Sums of month and day, consent and the second between two texts to a number
 * are there always, so both have them.
 */
export const controlsCost = async (rounds: number): Promise<void> => {
  execFileSync("npm", ["run", "--silent", "build"]);
  const folder = mkdtempSync(join(tmpdir(), "controls-"));
  const file = join(folder, "limits.yaml");
  writeFileSync(file, limits);
  const stage = await startStage(50);
  const redis = createClient({ url: stage.redisUrl });
  await redis.connect();
  const cpuOf = async () => redisCpuMs(String(await redis.sendCommand(["INFO", "cpu"])));
  const load = { inFlight: 64, warmUp: 4_000, backlog: 30_000, windowMs: 8_000, cpuOf };
  const settings = { SMS_LIMITS: file, SMS_RATE_TRANSACTIONAL: rate, SMS_RATE_PROMOTIONAL: rate };
  const contenders = [thisService(stage, "all controls", ".", settings), thisService(stage, "no limits")] as const;
  try {
    const pairs: (readonly [Steady, Steady])[] = [];
    for (let round = 0; round < rounds; round += 1) {
      // Whoever goes second finds a larger Redis: each goes second in turn.
      const order = round % 2 === 0 ? [0, 1] : [1, 0];
      const found: Steady[] = [];
      for (const at of order) found[at] = await steady(contenders[at]!, stage.gateway, load);
      pairs.push([found[0]!, found[1]!]);
    }
    console.log(
      `\nA text of the service, ${load.inFlight} in flight, medians of ${rounds} turns, load ${loadavg()[0]!.toFixed(1)}`,
    );
    for (const [at, { name }] of contenders.entries()) {
      const of = (value: (one: Steady) => number) =>
        quantile(
          pairs.map((pair) => value(pair[at]!)),
          0.5,
        );
      console.log(
        `  ${name.padEnd(14)} ${of(({ perSecond }) => perSecond)
          .toFixed(0)
          .padStart(
            6,
          )} msg/s  ${of(({ cpuMs }) => cpuMs).toFixed(3)} ms CPU/msg  ${of(({ otherCpuMs }) => otherCpuMs).toFixed(3)} ms of Redis/msg`,
      );
    }
    for (const [name, value] of [
      ["msg/s", ({ perSecond }: Steady) => perSecond],
      ["CPU/msg", ({ cpuMs }: Steady) => cpuMs],
      ["Redis/msg", ({ otherCpuMs }: Steady) => otherCpuMs],
    ] as const) {
      const each = pairs.map(([all, none]) => value(all) / value(none));
      console.log(
        `  ${name}, ratio: ${quantile(each, 0.5).toFixed(3)} (${each.map((one) => one.toFixed(2)).join(", ")})`,
      );
    }
  } finally {
    await redis.close();
    await stage.stop();
    rmSync(folder, { recursive: true });
  }
};
