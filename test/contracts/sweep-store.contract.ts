import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { noSweep, type SweepStore } from "../../src/application/ports/sweep-store.js";

export const sweepStoreContract = (
  name: string,
  open: () => Promise<{ readonly store: SweepStore; advance(ms: number): void; close(): Promise<void> }>,
) =>
  describe(`${name} as a SweepStore`, () => {
    let store: SweepStore;
    let advance: (ms: number) => void;
    let close: () => Promise<void>;
    beforeAll(async () => {
      ({ store, advance, close } = await open());
    });
    afterAll(() => close?.());

    test("one worker sweeps at a time, and goes on where it stood", async () => {
      expect(await store.read()).toEqual(noSweep);
      const both = await Promise.all([store.hold("a", 60_000), store.hold("b", 60_000)]);
      expect(both.filter((one) => one !== undefined)).toEqual([noSweep]);
      const [mine, other] = both[0] === undefined ? ["b", "a"] : ["a", "b"];
      const begun = { ...noSweep, generation: 1, startedAt: 5, next: "page 2", pages: 1, numbers: 100, running: true };
      expect([await store.save(other, begun), await store.save(mine, begun)]).toEqual([false, true]);
      expect([await store.hold(mine, 60_000), await store.hold(other, 60_000)]).toEqual([begun, undefined]);
      const complete = { ...begun, next: undefined, running: false, completedAt: 9 };
      await store.save(mine, complete);
      expect(await store.hold(other, 60_000)).toEqual(complete);
    });

    test("what a worker that died held is free once its lease is over, by the clock that all go by", async () => {
      const [first, second] = [`first of ${name}`, `second of ${name}`];
      advance(120_000);
      expect(await store.hold(first, 60_000)).toBeDefined();
      advance(40_000);
      expect(await store.hold(first, 60_000), "a lease that is kept goes on").toBeDefined();
      advance(40_000);
      expect(await store.hold(second, 60_000)).toBeUndefined();
      advance(30_000);
      expect(await store.hold(second, 60_000)).toBeDefined();
      expect(await store.save(first, noSweep)).toBe(false);
    });
  });
