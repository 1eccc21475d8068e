import { describe, expect, test } from "vitest";
import type { Clock } from "../../src/application/ports/clock.js";

export interface ClockStage {
  readonly clock: Clock;
  /** Lets so many ms pass, and gives the promise's end. */
  passing<Result>(ms: number, promise: Promise<Result>): Promise<Result>;
}

/** What every clock promises. */
export const clockContract = (name: string, open: () => ClockStage) =>
  describe(`${name} as a Clock`, () => {
    test("time passes on both of its faces", async () => {
      const { clock, passing } = open();
      const [before, began] = [clock.now().getTime(), clock.monotonic()];
      await passing(30, clock.sleep(30));
      expect(clock.monotonic() - began).toBeGreaterThanOrEqual(29);
      expect(clock.now().getTime() - before).toBeGreaterThanOrEqual(28);
    });

    test("sleepers wake in the order of their instants", async () => {
      const { clock, passing } = open();
      const woken: string[] = [];
      const sleeper = (ms: number, who: string) => clock.sleep(ms).then(() => woken.push(who));
      await passing(60, Promise.all([sleeper(50, "late"), sleeper(5, "early"), sleeper(25, "between")]));
      expect(woken).toEqual(["early", "between", "late"]);
    });

    test("any of its signals ends a sleep at once, and never with an error", async () => {
      const { clock, passing } = open();
      const [one, other] = [new AbortController(), new AbortController()];
      const began = clock.monotonic();
      const sleeping = clock.sleep(60_000, one.signal, other.signal);
      other.abort(new Error("enough"));
      await expect(passing(0, sleeping)).resolves.toBeUndefined();
      await expect(passing(0, clock.sleep(60_000, other.signal))).resolves.toBeUndefined();
      expect(clock.monotonic() - began).toBeLessThan(5_000);
    });

    test("no time, or less, is over soon", async () => {
      const { clock, passing } = open();
      await passing(2, Promise.all([clock.sleep(0), clock.sleep(-5)]));
    });

    test("a thousand sleep by one signal", async () => {
      const { clock, passing } = open();
      const over = new AbortController();
      const all = Promise.all(Array.from({ length: 1_000 }, () => clock.sleep(60_000, over.signal)));
      over.abort();
      expect(await passing(0, all)).toHaveLength(1_000);
    });
  });
