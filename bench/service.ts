import { execFileSync } from "node:child_process";
import { cpus, loadavg } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import type { Contender } from "./contender.js";
import { bareLoop, plainConsumer, thisService } from "./contenders.js";
import { doubtPerKill } from "./doubt-per-kill.js";
import { codesInACampaign, idle, memory } from "./service-alone.js";
import { quantile } from "./quantile.js";
import { startStage } from "./stage.js";
import { type Steady, steady, untilTaken } from "./steady.js";

/**
 * The service on real Kafka and Redis beside a bare loop and a plain consumer, in turns: texts per second, processor time,
 * delay; then texts in doubt after a kill, memory, codes during a campaign, and what it costs at rest.
 * `node … bench/service.ts [part …]`, each of throughput, latency, doubt, memory, codes, idle. `--against DIR` compares with the build of another directory instead.
 */
const gatewayMs = 50;
const rounds = 3;
const warmUpTexts = 4_000;
const windowMs = 8_000;
const parts = process.argv.slice(2);
const against = parts[0] === "--against" ? parts.splice(0, 2)[1] : undefined;
const asked = (part: string): boolean => parts.length === 0 || parts.includes(part);

execFileSync("npm", ["run", "--silent", "build"]);
const stage = await startStage(gatewayMs);
const { gateway } = stage;
const service = thisService(stage);
const other = against === undefined ? bareLoop(stage) : thisService(stage, against, against);

const median = (values: readonly number[]): number => quantile(values, 0.5);
const line = (name: string, { perSecond, cpuMs, most }: Steady): string =>
  `  ${name.padEnd(20)} ${perSecond.toFixed(0).padStart(6)} msg/s  ${cpuMs.toFixed(3)} ms CPU/msg  at most ${most} in flight`;

const medians = (all: readonly Steady[]): Steady => ({
  perSecond: median(all.map(({ perSecond }) => perSecond)),
  cpuMs: median(all.map(({ cpuMs }) => cpuMs)),
  most: Math.max(...all.map(({ most }) => most)),
});

const ratios = (name: string, pairs: readonly (readonly [number, number])[]): string => {
  const each = pairs.map(([a, b]) => a / b);
  return `  ${name}: ${median(each).toFixed(2)} (${each.map((one) => one.toFixed(2)).join(", ")})`;
};

/** In turns, so that what else the machine does meets both alike; a ratio is of two neighbours. */
const throughput = async (): Promise<void> => {
  const plain = against === undefined ? plainConsumer(stage) : undefined;
  for (const inFlight of [64, 256]) {
    const load = { inFlight, warmUp: warmUpTexts, backlog: 30_000, windowMs };
    const ours: Steady[] = [];
    const theirs: Steady[] = [];
    for (let round = 0; round < rounds; round++) {
      ours.push(await steady(service, gateway, load));
      theirs.push(await steady(other, gateway, load));
    }
    console.log(`\n${inFlight} in flight, medians of ${rounds} turns of ${windowMs / 1_000} s`);
    console.log(line(service.name, medians(ours)));
    console.log(line(other.name, medians(theirs)));
    console.log(
      ratios(
        "msg/s, ratio",
        ours.map((one, at) => [one.perSecond, theirs[at]!.perSecond]),
      ),
    );
    console.log(
      ratios(
        "CPU/msg, ratio",
        ours.map((one, at) => [one.cpuMs, theirs[at]!.cpuMs]),
      ),
    );
    if (plain === undefined) continue;
    const slow = await steady(plain, gateway, { ...load, warmUp: 100, backlog: 3_000 });
    console.log(line(plain.name, slow));
    console.log(`  msg/s, ratio to it: ${(medians(ours).perSecond / slow.perSecond).toFixed(1)}`);
  }
};

const delays = async (contender: Contender, perSecond: number, warmUp: number): Promise<void> => {
  const running = await contender.start(warmUp, 64);
  try {
    await untilTaken(gateway, warmUp);
    await sleep(1_000);
    await gateway.seen();
    await running.pace(perSecond, 10_000);
    await sleep(1_000);
    const { ages } = await gateway.seen();
    const [p50, p99] = [quantile(ages, 0.5), quantile(ages, 0.99)];
    console.log(`  ${contender.name.padEnd(20)} p50 ${p50} ms  p99 ${p99} ms  (${ages.length} texts)`);
  } finally {
    await running.stop();
  }
};

const latency = async (): Promise<void> => {
  for (const perSecond of [20, 200]) {
    console.log(`\nFrom produce to Publish at ${perSecond} texts a second`);
    await delays(service, perSecond, warmUpTexts);
    await delays(other, perSecond, warmUpTexts);
    // It is not made for more.
    if (perSecond === 20 && against === undefined) await delays(plainConsumer(stage), perSecond, 200);
  }
};

console.log(
  `Gateway of ${gatewayMs} ms, Node ${process.version}, ${cpus().length} cores, load ${loadavg()[0]!.toFixed(1)}`,
);
try {
  if (asked("throughput")) await throughput();
  if (asked("latency")) await latency();
  if (asked("doubt")) await doubtPerKill(stage, service);
  if (asked("memory")) await memory(stage);
  if (asked("codes")) await codesInACampaign(stage);
  if (asked("idle")) await idle(stage);
} finally {
  await stage.stop();
}
