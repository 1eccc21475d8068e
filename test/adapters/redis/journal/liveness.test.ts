import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Steps } from "../../../../src/adapters/redis/journal/batched-steps.js";
import { createLiveness } from "../../../../src/adapters/redis/journal/liveness.js";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** One Redis, and processes that say to it that they live. */
const stage = () => {
  const beats = new Map<string, number>();
  let isAway = false;
  const live = () => {
    let isCut = false;
    const steps: Steps = async ({ op, keys }) => {
      if (isAway || isCut) throw new Error("away");
      const [key = ""] = keys;
      if (op === "beat") beats.set(key, Date.now());
      return op === "beat" ? ["ok"] : ["beat", beats.get(key) ?? 0, Date.now()];
    };
    const liveness = createLiveness({ steps: () => steps, ready: () => true, monotonic: () => Date.now() });
    liveness.start();
    const cut = (to: boolean) => {
      isCut = to;
    };
    return { ...liveness, cut };
  };
  const away = (to: boolean) => {
    isAway = to;
  };
  return { live, away };
};

/** The instant after which a process counts as dead, in ms from now; asked every 100 ms. */
const deadAfter = async (of: { isDead(asker: string): Promise<boolean> }, asker: string, ms: number) => {
  for (let at = 0; at <= ms; at += 100) {
    if (await of.isDead(asker)) return at;
    await vi.advanceTimersByTimeAsync(100);
  }
  return undefined;
};

test("a process that falls silent is dead in about three seconds", async () => {
  const { live } = stage();
  const [one, other] = [live(), live()];
  await vi.advanceTimersByTimeAsync(5_000);
  expect(await deadAfter(one, other.self, 2_000)).toBeUndefined();
  other.stop();
  const after = await deadAfter(one, other.self, 10_000);
  expect(after).toBeGreaterThan(2_000);
  expect(after).toBeLessThan(4_000);
});

test("one that comes back later than others from an absence of Redis lives; one that never does is dead", async () => {
  const { live, away } = stage();
  const [one, late, dead] = [live(), live(), live()];
  await vi.advanceTimersByTimeAsync(5_000);
  away(true);
  late.cut(true);
  dead.stop();
  await vi.advanceTimersByTimeAsync(5_000);
  away(false);
  expect(await deadAfter(one, late.self, 8_000)).toBeUndefined();
  late.cut(false);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(await deadAfter(one, late.self, 10_000)).toBeUndefined();
  expect(await deadAfter(one, dead.self, 10_000)).toBeLessThan(4_000);
});
