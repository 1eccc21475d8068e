import { expect, test } from "vitest";
import { CallBudget } from "../../../src/application/receipts/call-budget.js";

const never = new AbortController().signal;

/** Time passes only where somebody sleeps. */
const stage = (mostPerSecond: number) => {
  let at = 0;
  const clock = {
    monotonic: () => at,
    sleep: async (ms: number) => {
      at += ms;
    },
  };
  const budget = new CallBudget(clock, mostPerSecond);
  /** When each of so many calls was made. */
  const calls = async (count: number, answer: "taken" | "throttled" | undefined) => {
    const made: number[] = [];
    for (let n = 0; n < count; n += 1) {
      await budget.turn(never);
      made.push(at);
      if (answer !== undefined) budget[answer]();
    }
    return made;
  };
  return { budget, calls, pass: clock.sleep };
};

test("calls are spaced evenly, from the first one on", async () => {
  const { calls } = stage(2);
  expect(await calls(5, "taken")).toEqual([0, 500, 1_000, 1_500, 2_000]);
});

test("a time without calls saves nothing up: no burst follows", async () => {
  const { calls, pass } = stage(2);
  await calls(2, "taken");
  await pass(60_000);
  expect(await calls(3, "taken")).toEqual([60_500, 61_000, 61_500]);
});

test("each throttled call halves the rate, to one call in 20 s at least", async () => {
  const { budget, calls } = stage(2);
  const rates: number[] = [];
  for (let n = 0; n < 7; n += 1) {
    await calls(1, "throttled");
    rates.push(budget.perSecond);
  }
  expect(rates).toEqual([1, 0.5, 0.25, 0.125, 0.0625, 0.05, 0.05]);
});

test("the next call waits by the lower rate at once", async () => {
  const { calls } = stage(2);
  const [first] = await calls(1, "throttled");
  const [second] = await calls(1, undefined);
  expect(second! - first!).toBe(1_000);
});

test("calls that are taken raise it again by a fiftieth of the most, never beyond it", async () => {
  const { budget, calls } = stage(2);
  await calls(1, "throttled");
  await calls(1, "taken");
  expect(budget.perSecond).toBeCloseTo(1.04, 10);
  await calls(24, "taken");
  expect(budget.perSecond).toBeCloseTo(2, 10);
  await calls(10, "taken");
  expect(budget.perSecond).toBe(2);
});
