import fc from "fast-check";
import { expect, test } from "vitest";
import { DeficitRoundRobin } from "../../../src/domain/rate/deficit-round-robin.js";

test("flows take turns, in order within each, and an empty one saves nothing up", () => {
  const queue = new DeficitRoundRobin<string>();
  for (let n = 1; n <= 12; n += 1) queue.add("large", 1, 1, `large ${n}`);
  queue.add("small", 1, 3, "small 1");
  queue.add("small", 1, 3, "small 2");
  const order = Array.from({ length: 14 }, () => queue.next());
  expect(order.map((one) => one?.split(" ")[0]).join(" ")).toBe(
    "large large large large large small large large large large large small large large",
  );
  expect(order.filter((one) => one?.startsWith("large"))).toEqual(
    Array.from({ length: 12 }, (_, n) => `large ${n + 1}`),
  );
  expect([queue.next(), queue.size]).toEqual([undefined, 0]);
});

test("what left does not come; a flow all of whose texts left has no turn", () => {
  const queue = new DeficitRoundRobin<string>();
  queue.add("one", 1, 1, "a");
  queue.add("one", 1, 1, "b");
  queue.add("other", 1, 1, "c");
  expect([queue.remove("one", "a"), queue.remove("one", "a"), queue.remove("none", "a")]).toEqual([true, false, false]);
  expect([queue.next(), queue.next(), queue.next(), queue.size]).toEqual(["b", "c", undefined, 0]);
});

test("a weight of nothing still has its turn", () => {
  const queue = new DeficitRoundRobin<string>();
  queue.add("none", 0, 10, "a");
  expect(queue.next()).toBe("a");
});

test("whatever the weights and sizes: while flows wait, each has its share of the parts, but for a turn and a text", () => {
  const flow = fc.record({
    weight: fc.integer({ min: 1, max: 10 }),
    parts: fc.array(fc.integer({ min: 1, max: 10 }), { minLength: 1, maxLength: 7 }),
  });
  fc.assert(
    fc.property(fc.array(flow, { minLength: 2, maxLength: 6 }), fc.integer({ min: 1, max: 400 }), (flows, takes) => {
      const queue = new DeficitRoundRobin<{ readonly flow: number; readonly parts: number }>();
      const sent = flows.map(() => 0);
      const added = flows.map(() => 0);
      const refill = (at: number) => {
        const { parts, weight } = flows[at]!;
        const size = parts[added[at]! % parts.length]!;
        added[at]! += 1;
        queue.add(`flow ${at}`, weight, size, { flow: at, parts: size });
      };
      // Two of each always wait.
      for (let at = 0; at < flows.length; at += 1) {
        refill(at);
        refill(at);
      }
      for (let n = 0; n < takes; n += 1) {
        const one = queue.next()!;
        sent[one.flow]! += one.parts;
        refill(one.flow);
      }
      const turns = sent.map((parts, at) => parts / (5 * flows[at]!.weight));
      // A turn is 5 parts of weight 1; a text has up to 10 parts.
      expect(Math.max(...turns) - Math.min(...turns)).toBeLessThanOrEqual(1 + 2 * (10 / 5));
    }),
  );
});
