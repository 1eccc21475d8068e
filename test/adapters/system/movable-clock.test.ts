import { expect, test } from "vitest";
import { MovableClock } from "../../../src/adapters/system/movable-clock.js";
import { ManualClock, settled } from "../../support/manual-clock.js";

const start = new Date("2027-01-01T00:00:00Z");
const standing = () => {
  const own = new ManualClock();
  return { own, clock: new MovableClock(own, start) };
};

test("it begins where it is told, and runs as the other does", async () => {
  const { own, clock } = standing();
  expect(clock.now()).toEqual(start);
  await own.advance(1_000);
  expect(clock.now().getTime() - start.getTime()).toBe(1_000);
});

test("without a start it tells the other's time", () => {
  const own = new ManualClock();
  expect(new MovableClock(own).now()).toEqual(own.now());
});

test.each([
  ["a jump past the end wakes who sleeps", 60_000, 0, true],
  ["a jump to the end exactly does too", 10_000, 0, true],
  ["a jump that falls short leaves the rest to be slept", 9_000, 999, false],
  ["and the rest ends it", 9_000, 1_000, true],
  ["time that passes by itself counts", 0, 10_000, true],
])("%s", async (_, jump, passes, wakes) => {
  const { own, clock } = standing();
  let woke = false;
  void clock.sleep(10_000).then(() => {
    woke = true;
  });
  await settled();
  clock.advance(jump);
  await own.advance(passes);
  expect(woke).toBe(wakes);
  expect(clock.now().getTime() - start.getTime()).toBe(jump + passes);
  expect(clock.monotonic()).toBe(jump + passes);
});

test("a signal ends the sleep, before it begins too", async () => {
  const { own, clock } = standing();
  const stop = new AbortController();
  const sleeping = clock.sleep(10_000, stop.signal);
  stop.abort();
  await sleeping;
  await clock.sleep(10_000, stop.signal);
  expect(clock.monotonic()).toBe(0);
  expect(own.sleeping).toBe(0);
});
