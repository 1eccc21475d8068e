import { describe, expect, test } from "vitest";
import { createMemoryThrottle } from "../../../src/adapters/memory/throttle.js";
import { RateQueue } from "../../../src/application/delivery/rate-queue.js";
import type { SendRates } from "../../../src/application/delivery/send-rates.js";
import type { Throttle } from "../../../src/application/ports/throttle.js";
import type { MessageClass } from "../../../src/domain/message-class.js";
import { ManualClock } from "../../support/manual-clock.js";
import { openSpine } from "../../support/spine.js";

const never = new AbortController().signal;
const hour = 3_600_000;

test("texts go in the order in which they came, and no later one passes an earlier one", async () => {
  const spine = openSpine({ rates: { transactional: 2, promotional: undefined } });
  const order: string[] = [];
  spine.gateway.onCall = ({ text }) => order.push(text);
  const runs: Promise<unknown>[] = [];
  // A backlog of two minutes, and as many again while it goes down.
  for (let n = 0; n < 120; n += 1) runs.push(spine.deliverMessage(spine.aMessage(), "t/0/1", spine.never));
  for (let n = 0; n < 120; n += 1) {
    await spine.clock.advance(500);
    runs.push(spine.deliverMessage(spine.aMessage(), "t/0/1", spine.never));
  }
  await spine.clock.until(Promise.all(runs));
  expect(order).toEqual(Array.from({ length: 240 }, (_, n) => `Hello world ${n + 1}`));
});

/** A throttle that answers what a test says. */
const scripted = (take: Throttle["take"], atOnce: number | undefined = 1): Throttle => ({
  atOnce: () => atOnce,
  take,
  takeOwn: take as never,
  slowDown: async () => undefined,
  factor: async () => 1,
});
const queue = (clock: ManualClock, throttle: Throttle) => new RateQueue({ clock, slowed: () => undefined, throttle });
const text = (flow = "one", lane: MessageClass = "promotional") => ({ lane, parts: 1, flow, weight: 1 });

test("one question is under way for a lane, and a store that is away holds everybody back", async () => {
  const clock = new ManualClock();
  let asked = 0;
  let away = true;
  const pace = queue(
    clock,
    scripted(async () => {
      asked += 1;
      if (away) throw new Error("away");
      return asked % 2 === 0 ? { taken: 1, waitMs: 0 } : { taken: 0, waitMs: 100 };
    }),
  );
  const turns = Array.from({ length: 10 }, () => pace.admit(text(), hour, never));
  await clock.advance(5_000);
  expect(pace.size).toBe(10);
  expect(asked).toBeLessThan(25);
  away = false;
  asked = 0;
  expect(await clock.until(Promise.all(turns))).toEqual(Array(10).fill(true));
  expect(asked).toBeLessThanOrEqual(21);
});

test.each([
  ["the deadline", 1_000, undefined],
  ["a stop", hour, 1_000],
])("%s ends a wait", async (_, longestMs, stopAfterMs) => {
  const clock = new ManualClock();
  const pace = queue(
    clock,
    scripted(async () => ({ taken: 0, waitMs: 60_000 })),
  );
  const stop = new AbortController();
  // One whose turn had come, and one behind it.
  const turns = Promise.all([1, 2].map(() => pace.admit(text("one", "otp"), longestMs, stop.signal)));
  if (stopAfterMs !== undefined) void clock.sleep(stopAfterMs).then(() => stop.abort());
  expect(await clock.until(turns, 1_001)).toEqual([false, false]);
  expect(pace.size).toBe(0);
});

test("the token of a text that left while it was asked for goes to the one behind it", async () => {
  const clock = new ManualClock();
  let answer: (() => void) | undefined;
  const pace = queue(
    clock,
    scripted(
      (_, { length }) =>
        answer === undefined && length === 1
          ? Promise.resolve({ taken: 0, waitMs: 1 })
          : new Promise((resolve) => {
              answer = () => resolve({ taken: 1, waitMs: 0 });
            }),
      10,
    ),
  );
  const stop = new AbortController();
  const leaving = pace.admit(text(), hour, stop.signal);
  const staying = pace.admit(text(), hour, never);
  await clock.advance(1);
  stop.abort();
  expect(await leaving).toBe(false);
  answer!();
  expect(await staying).toBe(true);
});

/** Workers that share one bucket, kept busy by flows of texts for so long; the instants at which parts went, by flow. */
const busy = async (
  rates: SendRates,
  flows: readonly { flow: string; weight?: number; parts?: number; texts?: number }[],
  { workers = 3, idleMs = 0, ms = 60_000, window = 60 } = {},
) => {
  const clock = new ManualClock();
  const throttle = createMemoryThrottle(clock, rates);
  await clock.advance(idleMs);
  const stop = new AbortController();
  const went: { readonly at: number; readonly flow: string; readonly parts: number }[] = [];
  for (let worker = 0; worker < workers; worker += 1) {
    const pace = queue(clock, throttle);
    for (const { flow, weight = 1, parts = 1, texts = Number.POSITIVE_INFINITY } of flows) {
      let left = Math.ceil(texts / workers);
      const sender = async () => {
        while (left > 0 && !stop.signal.aborted) {
          left -= 1;
          if (await pace.admit({ lane: "promotional", parts, flow, weight }, hour, stop.signal))
            went.push({ at: clock.monotonic() - idleMs, flow, parts });
        }
      };
      for (let n = 0; n < window; n += 1) void sender();
    }
  }
  await clock.advance(ms);
  stop.abort();
  await clock.advance(1);
  return went;
};
const partsOf = (went: Awaited<ReturnType<typeof busy>>, flow?: string) =>
  went.reduce((sum, one) => sum + (flow === undefined || one.flow === flow ? one.parts : 0), 0);

describe("the rate of three workers that share it, after five minutes of idleness", () => {
  test.each([
    [5, 1],
    [20, 1],
    [20, 3],
    [200, 1],
    [1_000, 1],
  ])(
    "%d parts a second, texts of %d: every 60 s, and every second",
    async (rate, parts) => {
      const went = await busy({ transactional: rate, promotional: rate }, [{ flow: "one", parts }], {
        idleMs: 300_000,
      });
      const all = partsOf(went);
      expect(all).toBeLessThanOrEqual(rate * 60 + Math.max(parts, rate / 10));
      expect(all).toBeGreaterThanOrEqual(rate * 60 * 0.95);
      for (let from = 0, first = 0, last = 0, held = 0; from < went.length; from += 1) {
        while (last < went.length && went[last]!.at < went[from]!.at + 1_000) held += went[last++]!.parts;
        expect(held).toBeLessThanOrEqual(rate * 1.1 + Math.max(1, parts));
        held -= went[first++]!.parts;
      }
    },
    60_000,
  );
});

describe("flows that share a lane", () => {
  const rates = { transactional: 200, promotional: 200 };

  test.each([
    ["alike", 1, 1],
    ["three to one", 3, 1],
    ["one to ten", 1, 10],
  ])("%s by weight, however many wait of each", async (_, one, other) => {
    const went = await busy(rates, [
      { flow: "one", weight: one },
      { flow: "other", weight: other, parts: 2 },
    ]);
    const share = partsOf(went, "one") / partsOf(went, "other") / (one / other);
    expect(share).toBeGreaterThan(0.95);
    expect(share).toBeLessThan(1.05);
  });

  test("a campaign of 200 beside one of 100,000 takes little more than twice its time alone", async () => {
    const ends = async (others: readonly { flow: string }[]) => {
      const went = await busy(rates, [...others, { flow: "small", texts: 200 }], { ms: 10_000 });
      const small = went.filter(({ flow }) => flow === "small");
      // Each of three workers has its third, rounded up: none starves.
      expect(small).toHaveLength(201);
      return small.at(-1)!.at;
    };
    expect(await ends([{ flow: "large" }])).toBeLessThan(2.2 * (await ends([])));
  });
});

/** A gateway that throttles what comes beyond so many a second. */
const throttling = (clock: ManualClock, perSecond: number) => {
  let limit = perSecond;
  let tokens = 0;
  let filledAt = 0;
  const calls: { readonly at: number; readonly taken: boolean }[] = [];
  return {
    calls,
    lift: (to: number) => {
      limit = to;
    },
    takes: (): boolean => {
      const now = clock.monotonic();
      tokens = Math.min(limit / 10, tokens + ((now - filledAt) * limit) / 1_000);
      filledAt = now;
      const taken = tokens >= 1;
      if (taken) tokens -= 1;
      calls.push({ at: now, taken });
      return taken;
    },
  };
};

test("a gateway that takes 50 a second of a setting of 200 gets a little less, and all again once it takes more", async () => {
  const clock = new ManualClock();
  const throttle = createMemoryThrottle(clock, { transactional: 200, promotional: 200 });
  const gateway = throttling(clock, 50);
  const stop = new AbortController();
  for (let worker = 0; worker < 3; worker += 1) {
    const pace = queue(clock, throttle);
    const sender = async () => {
      while (!stop.signal.aborted) {
        if (!(await pace.admit(text(), hour, stop.signal))) continue;
        await clock.sleep(20);
        if (!gateway.takes()) pace.slowDown("promotional");
      }
    };
    for (let n = 0; n < 20; n += 1) void sender();
  }
  const between = (from: number, to: number) => gateway.calls.filter(({ at }) => at >= from && at < to);
  await clock.advance(90_000);
  const slow = between(30_000, 90_000);
  const mean = slow.filter(({ taken }) => taken).length / 60;
  expect(mean).toBeGreaterThanOrEqual(33);
  expect(mean).toBeLessThanOrEqual(50);
  expect(slow.filter(({ taken }) => !taken).length / slow.length).toBeLessThan(0.05);
  gateway.lift(10_000);
  await clock.advance(240_000);
  const last = between(320_000, 330_000).length / 10;
  expect(last).toBeGreaterThanOrEqual(190);
  expect(last).toBeLessThanOrEqual(202);
  stop.abort();
  await clock.advance(1);
}, 60_000);

test("codes keep their share while the gateway throttles texts that they share a rate with", async () => {
  const clock = new ManualClock();
  const throttle = createMemoryThrottle(clock, { transactional: 200, promotional: 200 });
  const gateway = throttling(clock, 50);
  const stop = new AbortController();
  const waits: { readonly asked: number; readonly ms: number }[] = [];
  const untilTaken = async (pace: RateQueue, lane: "otp" | "transactional", signal: AbortSignal): Promise<void> => {
    for (;;) {
      if (!(await pace.admit({ ...text(), lane }, hour, signal))) return;
      await clock.sleep(20);
      if (gateway.takes()) return;
      pace.slowDown(lane);
      await clock.sleep(100);
    }
  };
  for (let worker = 0; worker < 3; worker += 1) {
    const pace = queue(clock, throttle);
    const sender = async () => {
      while (!stop.signal.aborted) await untilTaken(pace, "transactional", stop.signal);
    };
    for (let n = 0; n < 30; n += 1) void sender();
    const codes = async () => {
      for (let n = 0; n < 40; n += 1) {
        const asked = clock.monotonic();
        void untilTaken(pace, "otp", never).then(() => waits.push({ asked, ms: clock.monotonic() - asked }));
        await clock.sleep(1_000);
      }
    };
    void codes();
  }
  await clock.advance(42_000);
  stop.abort();
  await clock.advance(1_000);
  expect(waits).toHaveLength(120);
  // The rate is cut once in two seconds, until it suits the gateway; none queues behind the 90 texts that wait.
  const inOrder = waits.flatMap(({ asked, ms }) => (asked < 5_000 ? [] : [ms])).toSorted((a, b) => a - b);
  expect(inOrder.at(-1)).toBeLessThan(500);
  expect(inOrder[Math.floor(inOrder.length * 0.9)]).toBeLessThan(100);
});
