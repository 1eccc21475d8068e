import { execFileSync } from "node:child_process";
import { cpus, loadavg } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import type { Contender } from "./contender.js";
import { bareLoop, plainConsumer, thisService } from "./contenders.js";
import { type Goal, goalRow, goals } from "./goals.js";
import { doubtPerKill } from "./doubt-per-kill.js";
import { lanesBesideACampaign } from "./lanes.js";
import { codesInACampaign, idle, memory } from "./service-alone.js";
import { processUsage } from "./process-usage.js";
import { quantile } from "./quantile.js";
import { startStage } from "./stage.js";
import { type Steady, steady, untilTaken } from "./steady.js";

/**
 * The service on real Kafka and Redis beside a bare loop, a careful one and a plain consumer, in turns: texts per second,
 * processor time, delay; then texts in doubt after a kill, memory, codes during a campaign, and what it costs at rest.
 * `node … bench/service.ts [part …]`, each of throughput, latency, doubt, memory, codes, idle and, only where it
 * is named, lanes. `--against DIR` compares with the build of another directory instead; `--queued 1000000` says how many are queued at most for the memory.
 */
const gatewayMs = 50;
const rounds = 5;
const warmUpTexts = 4_000;
const windowMs = 8_000;
const parts = process.argv.slice(2);
const option = (name: string): string | undefined => {
  const at = parts.indexOf(name);
  return at < 0 ? undefined : parts.splice(at, 2)[1];
};
const against = option("--against");
const queued = Number(option("--queued") ?? 200_000);
const asked = (part: string): boolean => parts.length === 0 || parts.includes(part);

execFileSync("npm", ["run", "--silent", "build"]);
const stage = await startStage(gatewayMs);
const { gateway } = stage;
const service = thisService(stage);
const others =
  against === undefined ? [bareLoop(stage), bareLoop(stage, "careful")] : [thisService(stage, against, against)];

const median = (values: readonly number[]): number => quantile(values, 0.5);
const line = (name: string, { perSecond, cpuMs, most }: Steady): string =>
  `  ${name.padEnd(20)} ${perSecond.toFixed(0).padStart(6)} msg/s  ${cpuMs.toFixed(3)} ms CPU/msg  at most ${most} in flight`;

const medians = (all: readonly Steady[]): Steady => ({
  perSecond: median(all.map(({ perSecond }) => perSecond)),
  cpuMs: median(all.map(({ cpuMs }) => cpuMs)),
  otherCpuMs: median(all.map(({ otherCpuMs }) => otherCpuMs)),
  most: Math.max(...all.map(({ most }) => most)),
});

interface Turns {
  readonly contender: Contender;
  readonly turns: Steady[];
}

/** In turns, and each time the other way round, so that what else the machine does meets all alike. */
const inTurns = async (inFlight: number): Promise<readonly Turns[]> => {
  const load = { inFlight, warmUp: warmUpTexts, backlog: 32_000, windowMs };
  const all = [service, ...others].map((contender): Turns => ({ contender, turns: [] }));
  for (let round = 0; round < rounds; round++)
    for (const { contender, turns } of round % 2 === 0 ? all : all.toReversed())
      turns.push(await steady(contender, gateway, load));
  if (against !== undefined) return all;
  const plain = plainConsumer(stage);
  return [
    ...all,
    { contender: plain, turns: [await steady(plain, gateway, { ...load, warmUp: 100, backlog: 3_000 })] },
  ];
};

const throughput = async (): Promise<void> => {
  const rows: string[] = [];
  for (const inFlight of [64, 256]) {
    const [ours, ...theirs] = await inTurns(inFlight);
    console.log(`\n${inFlight} in flight, medians of ${rounds} turns of ${windowMs / 1_000} s`);
    for (const { contender, turns } of [ours!, ...theirs]) console.log(line(contender.name, medians(turns)));
    for (const { contender, turns } of theirs)
      for (const of of ["perSecond", "cpuMs"] as const) {
        // A ratio is of two neighbouring turns, or of the medians where one of them took a single turn.
        const pairs = turns.length === rounds ? ours!.turns : [medians(ours!.turns)];
        const each = pairs.map((one, at) => one[of] / turns[at]![of]);
        const wanted = goals.find((one) => one.to === contender.name && one.inFlight === inFlight && one.of === of);
        const goal: Goal = wanted ?? { to: contender.name, inFlight, of, goal: 1 };
        if (wanted !== undefined || against !== undefined) rows.push(goalRow(goal, median(each), each));
      }
  }
  console.log(`\n${["| | measured | goal | |", "|---|---|---|---|", ...rows].join("\n")}`);
};

const delays = async (contender: Contender, perSecond: number, warmUp: number): Promise<void> => {
  const running = await contender.start(warmUp, 64);
  try {
    await untilTaken(gateway, warmUp);
    await sleep(1_000);
    await gateway.seen();
    const before = processUsage(running.pid).cpuMs;
    await running.pace(perSecond, 10_000);
    await sleep(1_000);
    const cpuMs = processUsage(running.pid).cpuMs - before;
    const { ages } = await gateway.seen();
    const [p50, p99] = [quantile(ages, 0.5), quantile(ages, 0.99)];
    const each = `${(cpuMs / ages.length).toFixed(1)} ms CPU/msg`;
    console.log(`  ${contender.name.padEnd(20)} p50 ${p50} ms  p99 ${p99} ms  ${each}  (${ages.length} texts)`);
  } finally {
    await running.stop();
  }
};

const latency = async (): Promise<void> => {
  for (const perSecond of [20, 200]) {
    console.log(`\nFrom produce to Publish at ${perSecond} texts a second`);
    await delays(service, perSecond, warmUpTexts);
    await delays(others[0]!, perSecond, warmUpTexts);
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
  if (asked("memory")) await memory(stage, queued);
  if (asked("codes")) await codesInACampaign(stage);
  if (parts.includes("lanes")) await lanesBesideACampaign(stage);
  if (asked("idle")) await idle(stage);
} finally {
  await stage.stop();
}
