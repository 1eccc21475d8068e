import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Throttle } from "../../src/application/ports/throttle.js";
import type { SendRates } from "../../src/application/delivery/send-rates.js";

/** Workers that share their buckets, and the clock that those go by. */
export interface ThrottleStage {
  readonly workers: readonly [Throttle, ...Throttle[]];
  advance(ms: number): void;
  close(): Promise<void>;
}

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
      expect(await workers[0].take("otp", 1_000)).toBe(0);
      expect(await workers[0].take("promotional", 1_000)).toBe(0);
    });

    test("a bucket begins with one part, and then waits for what is missing", async () => {
      const { workers, advance } = await staged({ transactional: 20, promotional: 20 });
      expect(await workers[0].take("promotional", 1)).toBe(0);
      const ms = await workers[0].take("promotional", 1);
      expect(ms).toBeGreaterThan(0);
      expect(ms).toBeLessThanOrEqual(50);
      advance(ms);
      expect(await workers[0].take("promotional", 1)).toBe(0);
    });

    test("each message type has a bucket of its own", async () => {
      const { workers } = await staged({ transactional: 20, promotional: 20 });
      expect(await workers[0].take("promotional", 1)).toBe(0);
      expect(await workers[0].take("otp", 1)).toBe(0);
    });

    test("transactional leaves the last fifth to codes, which share its bucket", async () => {
      const { workers, advance } = await staged({ transactional: 20, promotional: 20 });
      await workers[0].take("otp", 1);
      advance(200);
      // It holds two parts now, and keeps 0.4 of them; one turn of the event loop is one instant of the bucket's clock.
      const [first, held, second] = await Promise.all(
        (["otp", "transactional", "otp"] as const).map((lane) => workers[0].take(lane, 1)),
      );
      expect([first, held! > 0, second]).toEqual([0, true, 0]);
    });

    test("more parts than a bucket holds wait for a full bucket, which then owes them", async () => {
      const { workers, advance } = await staged(slow);
      expect(await workers[0].take("transactional", 3)).toBe(0);
      near(await workers[0].take("otp", 1), 30_000);
      advance(30_000);
      expect(await workers[0].take("otp", 3)).toBe(0);
    });

    test("a bucket never holds more than 100 ms bring, one part at least", async () => {
      const { workers, advance } = await staged(slow);
      advance(86_400_000);
      expect(await workers[0].take("promotional", 1)).toBe(0);
      near(await workers[0].take("promotional", 1), 10_000);
    });

    test("of parallel takers of all workers only as many go as there are tokens", async () => {
      const { workers } = await staged({ transactional: 20, promotional: 20 });
      const answers = await Promise.all(
        Array.from({ length: 200 }, (_, at) => workers[at % workers.length]!.take("promotional", 1)),
      );
      const went = answers.filter((ms) => ms === 0).length;
      expect(went).toBeGreaterThanOrEqual(1);
      expect(went).toBeLessThanOrEqual(runs ? 8 : 1);
    });

    test("over a long time no more goes than the rate brings", async () => {
      const { workers, advance } = await staged({ transactional: 20, promotional: 20 });
      let went = 0;
      for (let tick = 0; tick < 100; tick += 1) {
        const answers = await Promise.all(Array.from({ length: 10 }, () => workers[0].take("promotional", 1)));
        went += answers.filter((ms) => ms === 0).length;
        advance(100);
      }
      expect(went).toBeGreaterThanOrEqual(195);
      expect(went).toBeLessThanOrEqual(runs ? 280 : 201);
    });
  });
