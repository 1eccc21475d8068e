import type { MessageClass } from "../../src/domain/message-class.js";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Throttle } from "../../src/application/ports/throttle.js";
import type { SendRates } from "../../src/application/delivery/send-rates.js";

/** Workers that share their buckets, and the clock that those go by. */
export interface ThrottleStage {
  readonly workers: readonly [Throttle, ...Throttle[]];
  advance(ms: number): void;
  close(): Promise<void>;
}

const wait = async (throttle: Throttle, of: MessageClass, parts: number) => (await throttle.take(of, [parts])).waitMs;

/** `runs`: the stage's clock runs by itself, so that a bucket gains a little during a test. */
export const throttleContract = (
  name: string,
  openStage: (rates: SendRates) => Promise<ThrottleStage>,
  runs: boolean,
) =>
  describe(`${name} as a Throttle`, () => {
    let stage: ThrottleStage | undefined;
    const staged = async (rates: SendRates) => {
      stage = await openStage(rates);
      return stage;
    };
    afterEach(() => stage?.close());
    beforeEach(() => {
      stage = undefined;
    });
    /** A bucket gains a part in ten seconds: what a slow test adds does not show. */
    const slow: SendRates = { transactional: 0.1, promotional: 0.1 };
    const near = (ms: number, expected: number) => {
      expect(ms).toBeLessThanOrEqual(expected);
      expect(ms).toBeGreaterThan(expected - (runs ? 5_000 : 2));
    };

    test("without a rate nothing waits", async () => {
      const { workers } = await staged({ transactional: undefined, promotional: undefined });
      expect(await wait(workers[0], "otp", 1_000)).toBe(0);
      expect(await wait(workers[0], "promotional", 1_000)).toBe(0);
    });

    test("a bucket begins with one part, and then waits for what is missing", async () => {
      const { workers, advance } = await staged({ transactional: 20, promotional: 20 });
      expect(await wait(workers[0], "promotional", 1)).toBe(0);
      const ms = await wait(workers[0], "promotional", 1);
      expect(ms).toBeGreaterThan(0);
      expect(ms).toBeLessThanOrEqual(50);
      advance(ms);
      expect(await wait(workers[0], "promotional", 1)).toBe(0);
    });

    test("each message type has a bucket of its own", async () => {
      const { workers } = await staged({ transactional: 20, promotional: 20 });
      expect(await wait(workers[0], "promotional", 1)).toBe(0);
      expect(await wait(workers[0], "otp", 1)).toBe(0);
    });

    test("transactional leaves the last fifth to codes, which share its bucket", async () => {
      const { workers, advance } = await staged({ transactional: 20, promotional: 20 });
      await wait(workers[0], "otp", 1);
      advance(200);
      // It holds two parts now, and keeps 0.4 of them; one turn of the event loop is one instant of the bucket's clock.
      const [first, held, second] = await Promise.all(
        (["otp", "transactional", "otp"] as const).map((lane) => wait(workers[0], lane, 1)),
      );
      expect([first, held! > 0, second]).toEqual([0, true, 0]);
    });

    test("more parts than a bucket holds wait for a full bucket, which then owes them", async () => {
      const { workers, advance } = await staged(slow);
      expect(await wait(workers[0], "transactional", 3)).toBe(0);
      near(await wait(workers[0], "otp", 1), 30_000);
      advance(30_000);
      expect(await wait(workers[0], "otp", 3)).toBe(0);
    });

    test("a bucket never holds more than 100 ms bring, one part at least", async () => {
      const { workers, advance } = await staged(slow);
      advance(86_400_000);
      expect(await wait(workers[0], "promotional", 1)).toBe(0);
      near(await wait(workers[0], "promotional", 1), 10_000);
    });

    test("of parallel takers of all workers only as many go as there are tokens", async () => {
      const { workers } = await staged({ transactional: 20, promotional: 20 });
      const answers = await Promise.all(
        Array.from({ length: 200 }, (_, at) => wait(workers[at % workers.length]!, "promotional", 1)),
      );
      const went = answers.filter((ms) => ms === 0).length;
      expect(went).toBeGreaterThanOrEqual(1);
      expect(went).toBeLessThanOrEqual(runs ? 8 : 1);
    });

    test("one question takes what is there for the texts that wait, 50 ms worth at most, and leaves codes their share", async () => {
      const { workers, advance } = await staged({ transactional: 1_000, promotional: 0.1 });
      await wait(workers[0], "otp", 1);
      advance(3_600_000);
      expect(workers[0].atOnce("transactional")).toBe(50);
      expect(await workers[0].take("transactional", Array(200).fill(1))).toEqual({ taken: 50, waitMs: 0 });
      const { taken } = await workers[1]!.take("transactional", [3, ...Array(200).fill(2)]);
      // Of the 100, 50 went and 20 are kept; a clock that runs by itself may have brought the half of 50 ms since.
      expect(taken).toBeGreaterThanOrEqual(14);
      expect(taken).toBeLessThanOrEqual(runs ? 24 : 14);
    });

    test("texts behind the first never owe anything", async () => {
      const { workers } = await staged(slow);
      expect(await workers[0].take("promotional", [3, 1])).toEqual({ taken: 1, waitMs: 0 });
    });

    test("a bucket of its own, as a campaign's, has its own rate", async () => {
      const { workers } = await staged(slow);
      expect(await workers[0].takeOwn("summer-26", 0.1, [1])).toEqual({ taken: 1, waitMs: 0 });
      near((await workers[1]!.takeOwn("summer-26", 0.1, [1])).waitMs, 10_000);
      expect(await workers[0].takeOwn("autumn-26", 0.1, [1])).toEqual({ taken: 1, waitMs: 0 });
      expect(await wait(workers[0], "promotional", 1)).toBe(0);
    });

    describe("a gateway that throttles", () => {
      const factors = (workers: ThrottleStage["workers"]) =>
        Promise.all(workers.map((one) => one.factor("promotional")));

      test("halves the rate for all workers, once for all answers of a burst", async () => {
        const { workers, advance } = await staged({ transactional: 200, promotional: 200 });
        const cuts = await Promise.all(Array.from({ length: 64 }, (_, at) => workers[at % 2]!.slowDown("promotional")));
        expect(cuts.filter((factor) => factor !== undefined)).toEqual([0.5]);
        advance(2_000);
        expect(await workers[1]!.slowDown("promotional")).toBe(0.25);
        expect(new Set(await factors(workers))).toEqual(new Set([0.25]));
        expect(await workers[0].factor("transactional")).toBe(1);
        let went = 0;
        for (let tick = 0; tick < 100; tick += 1) {
          advance(100);
          went += (await workers[0].take("promotional", Array(100).fill(1))).taken;
        }
        // A quarter of 200 a second over ten seconds, by 2.5 parts in 100 ms at once; the rate grew once on the way.
        expect(went).toBeGreaterThanOrEqual(180);
        expect(went).toBeLessThanOrEqual(runs ? 700 : 510);
      });

      test("one part a second always goes", async () => {
        const { workers, advance } = await staged({ transactional: 20, promotional: 20 });
        for (let n = 0; n < 10; n += 1) {
          await workers[0].slowDown("otp");
          advance(2_000);
        }
        expect(await workers[0].factor("transactional")).toBe(0.05);
      });

      test("the rate grows by a twentieth each 10 s while texts wait, never while none does, and never beyond the setting", async () => {
        const { workers, advance } = await staged({ transactional: 200, promotional: 200 });
        await workers[0].slowDown("promotional");
        advance(120_000);
        // Nobody waited meanwhile.
        expect(await workers[0].factor("promotional")).toBe(0.5);
        const waits = () => workers[0].take("promotional", Array(100).fill(1));
        await waits();
        await waits();
        expect(await workers[0].factor("promotional")).toBeCloseTo(0.55);
        advance(10_000);
        await waits();
        expect(await workers[0].factor("promotional")).toBeCloseTo(0.6);
        for (let n = 0; n < 12; n += 1) {
          advance(10_000);
          await waits();
        }
        expect(await workers[0].factor("promotional")).toBe(1);
      });

      test("is forgotten after ten minutes", async () => {
        const { workers, advance } = await staged({ transactional: 20, promotional: 20 });
        await workers[0].slowDown("promotional");
        advance(600_000);
        expect(await workers[0].factor("promotional")).toBe(1);
      });

      test("has nothing to lower where there is no rate", async () => {
        const { workers } = await staged({ transactional: undefined, promotional: undefined });
        expect(workers[0].atOnce("otp")).toBeUndefined();
        expect(await workers[0].slowDown("otp")).toBeUndefined();
        expect(await workers[0].factor("otp")).toBe(1);
      });
    });

    test("over a long time no more goes than the rate brings", async () => {
      const { workers, advance } = await staged({ transactional: 20, promotional: 20 });
      let went = 0;
      for (let tick = 0; tick < 100; tick += 1) {
        const answers = await Promise.all(Array.from({ length: 10 }, () => wait(workers[0], "promotional", 1)));
        went += answers.filter((ms) => ms === 0).length;
        advance(100);
      }
      expect(went).toBeGreaterThanOrEqual(195);
      expect(went).toBeLessThanOrEqual(runs ? 280 : 201);
    });
  });
