import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { OffsetTracker } from "../../../src/application/intake/offset-tracker.js";

type Step = { readonly deliver: boolean; readonly offset: number };

describe("OffsetTracker", () => {
  it("agrees with a plain model, whatever the order, gaps and repetitions", () => {
    const steps = fc.array(fc.record({ deliver: fc.boolean(), offset: fc.integer({ min: 0, max: 40 }) }), {
      maxLength: 120,
    });
    fc.assert(
      fc.property(steps, (given: readonly Step[]) => {
        const tracker = new OffsetTracker();
        const delivered: bigint[] = [];
        const completed = new Set<bigint>();
        let prefix = 0;
        for (const { deliver, offset: number } of given) {
          const offset = BigInt(number);
          if (deliver) {
            const fresh = delivered.every((known) => known < offset);
            expect(tracker.deliver(offset)).toBe(fresh);
            if (fresh) delivered.push(offset);
          } else {
            if (delivered.includes(offset)) completed.add(offset);
            const open = delivered.findIndex((known) => !completed.has(known));
            const now = open === -1 ? delivered.length : open;
            expect(tracker.complete(offset)).toBe(now > prefix ? delivered[now - 1]! + 1n : undefined);
            prefix = now;
          }
          expect(tracker.pending).toBe(delivered.length - completed.size);
          const said = (offset: bigint) => tracker.beyond().some(({ from, to }) => from <= offset && offset < to);
          for (const [at, known] of delivered.entries()) expect(said(known)).toBe(at >= prefix && completed.has(known));
        }
      }),
      { numRuns: 10_000 },
    );
  });

  it("commits to the end once everything is completed, in any order, past its own compaction", () => {
    const tracker = new OffsetTracker();
    for (let n = 0n; n < 5_000n; n += 1n) tracker.deliver(n * 3n);
    for (let n = 1n; n < 5_000n; n += 2n) expect(tracker.complete(n * 3n)).toBeUndefined();
    let last: bigint | undefined;
    for (let n = 0n; n < 5_000n; n += 2n) last = tracker.complete(n * 3n);
    expect(last).toBe(4_999n * 3n + 1n);
    expect(tracker.pending).toBe(0);
  });

  it("knows nothing of an offset that was never delivered, or completed before", () => {
    const tracker = new OffsetTracker();
    expect(tracker.complete(1n)).toBeUndefined();
    tracker.deliver(1n);
    expect(tracker.complete(1n)).toBe(2n);
    expect(tracker.complete(1n)).toBeUndefined();
  });
});
