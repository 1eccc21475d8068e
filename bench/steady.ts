import { setTimeout as sleep } from "node:timers/promises";
import type { Contender } from "./contender.js";
import type { Gateway } from "./gateway.js";
import { processUsage } from "./process-usage.js";

export interface Steady {
  readonly perSecond: number;
  /** Processor time of a text. */
  readonly cpuMs: number;
  /** The same of the server that it asks, where `cpuOf` tells. */
  readonly otherCpuMs: number;
  /** The most at a time that the gateway saw. */
  readonly most: number;
}

export interface Load {
  readonly inFlight: number;
  /** Texts after which the measuring begins. */
  readonly warmUp: number;
  /** More than can be sent until it ends. */
  readonly backlog: number;
  readonly windowMs: number;
  /** Processor time so far of a server that it asks, in ms. */
  readonly cpuOf?: (() => Promise<number>) | undefined;
}

/** Resolves once the gateway has taken so many more texts. */
export const untilTaken = async (gateway: Gateway, count: number): Promise<void> => {
  const first = (await gateway.seen()).taken;
  for (let last = first; last - first < count; last = (await gateway.seen()).taken) await sleep(50);
};

/** Texts a second and processor time a text, over a window in which there is always more to do. */
export const steady = async (contender: Contender, gateway: Gateway, load: Load): Promise<Steady> => {
  const before = (await gateway.seen()).taken;
  const running = await contender.start(load.backlog, load.inFlight);
  try {
    await untilTaken(gateway, load.warmUp);
    const cpuOf = load.cpuOf ?? (async () => 0);
    const otherFrom = await cpuOf();
    const [from, cpuFrom, at] = [(await gateway.seen()).taken, processUsage(running.pid).cpuMs, performance.now()];
    await sleep(load.windowMs);
    const [seen, cpuTo, to] = [await gateway.seen(), processUsage(running.pid).cpuMs, performance.now()];
    const otherCpuMs = (await cpuOf()) - otherFrom;
    const sent = seen.taken - from;
    if (seen.taken - before >= load.backlog) throw new Error(`${contender.name} ran out of texts: give it more`);
    const perSecond = (sent * 1_000) / (to - at);
    return { perSecond, cpuMs: (cpuTo - cpuFrom) / sent, otherCpuMs: otherCpuMs / sent, most: seen.most };
  } finally {
    await running.stop();
  }
};
