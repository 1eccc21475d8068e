import { describe, expect, test } from "vitest";
import { createSharedClock, type SharedClock } from "../../../../src/adapters/redis/journal/shared-clock.js";
import type { Steps } from "../../../../src/adapters/redis/journal/batched-steps.js";

const minute = 60_000;
const noon = Date.UTC(2026, 10, 26, 12);

/** Redis, its clock and the workers' clocks; `pass` lets time pass everywhere. */
const stage = () => {
  let passed = 0;
  let serverOff = 0;
  let skew = 0;
  const steps: Steps = async ({ op, args }) => {
    passed += 2;
    if (op === "clock") return ["clock", noon + passed + serverOff, String(skew)];
    if (String(skew) !== args[0]) return ["stale"];
    skew = Number(args[1]);
    return ["ok"];
  };
  const worker = () => {
    const own = { off: 0, asleep: 0 };
    const clock = createSharedClock({
      steps: () => steps,
      shard: "00",
      monotonic: () => 5_000 + passed - own.asleep,
      wall: () => noon + passed + own.off,
    });
    return { ...clock, own };
  };
  return {
    worker,
    /** How far a worker's time is from what really passed. */
    error: (clock: Pick<SharedClock, "now">) => clock.now()! - (noon + passed),
    pass: (ms: number) => {
      passed += ms;
    },
    jump: (ms: number) => {
      serverOff += ms;
    },
    skew: () => skew,
  };
};

describe("the clock that all workers share", () => {
  test("a worker whose own clock is off goes by Redis's, and tells how far it is off", async () => {
    const { error, pass, worker } = stage();
    for (const off of [-10 * minute, -10_000, 10_000, 10 * minute]) {
      const clock = worker();
      clock.own.off = off;
      await clock.read();
      pass(30_000);
      expect(Math.abs(error(clock))).toBeLessThan(5);
      expect(Math.abs(clock.ahead() - off)).toBeLessThan(5);
    }
  });

  test.each([
    ["ahead", 10 * minute],
    ["back", -10 * minute],
    ["a little ahead", 10_000],
  ])("Redis's clock jumps %s: no worker's time jumps, neither one that starts later", async (_, ms) => {
    const { error, jump, pass, skew, worker } = stage();
    const workers = [worker(), worker(), worker()];
    for (const clock of workers) await clock.read();
    pass(1_000);
    jump(ms);
    for (const clock of workers) await clock.read();
    expect(Math.abs(skew() + ms)).toBeLessThan(10);
    pass(1_000);
    const late = worker();
    for (const clock of [...workers, late]) await clock.read();
    for (const clock of [...workers, late]) expect(Math.abs(error(clock))).toBeLessThan(20);
  });

  test("a clock that drifts is followed", async () => {
    const { error, jump, pass, skew, worker } = stage();
    const clock = worker();
    for (let times = 0; times < 100; times += 1) {
      await clock.read();
      pass(1_000);
      jump(50);
    }
    await clock.read();
    expect([skew(), Math.round(error(clock) / 1_000)]).toEqual([0, 5]);
  });

  test("a worker that was asleep takes Redis's time and changes nobody's", async () => {
    const { error, pass, skew, worker } = stage();
    const [sleeper, other] = [worker(), worker()];
    for (const clock of [sleeper, other]) await clock.read();
    pass(60 * minute);
    sleeper.own.asleep = 60 * minute;
    for (const clock of [sleeper, other]) await clock.read();
    expect(skew()).toBe(0);
    for (const clock of [sleeper, other]) expect(Math.abs(error(clock))).toBeLessThan(20);
  });

  test("Redis's clock jumps forth, and back again half a minute later: neither is seen", async () => {
    const { error, jump, pass, skew, worker } = stage();
    const workers = [worker(), worker()];
    const readAll = async () => {
      for (const clock of workers) await clock.read();
    };
    await readAll();
    for (const ms of [10 * minute, -10 * minute, -10 * minute, 10 * minute]) {
      pass(30_000);
      jump(ms);
      await readAll();
      await readAll();
      for (const clock of workers) expect(Math.abs(error(clock))).toBeLessThan(40);
    }
    expect(Math.abs(skew())).toBeLessThan(40);
  });

  test("a worker that starts between a jump and its correction takes the correction", async () => {
    const { error, jump, pass, worker } = stage();
    const clock = worker();
    await clock.read();
    pass(90_000);
    jump(10 * minute);
    const late = worker();
    await late.read();
    for (let times = 0; times < 3; times += 1) {
      await clock.read();
      await late.read();
      pass(1_000);
    }
    for (const one of [clock, late]) expect(Math.abs(error(one))).toBeLessThan(20);
  });

  test("a worker that stood still, its machine's clock too, is overruled by one that did not", async () => {
    const { error, pass, worker } = stage();
    const [still, other] = [worker(), worker()];
    for (const clock of [still, other]) await clock.read();
    pass(90_000);
    for (const clock of [still, other]) await clock.read();
    pass(10 * minute);
    still.own.asleep = 10 * minute;
    still.own.off = -10 * minute;
    for (let times = 0; times < 4; times += 1) {
      await still.read();
      await other.read();
      pass(1_000);
    }
    for (const one of [still, other]) expect(Math.abs(error(one))).toBeLessThan(20);
  });
});
