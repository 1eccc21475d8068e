import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FairQueue, type QueueLane, type Turn } from "../../../src/application/intake/fair-queue.js";
import { lanes, type MessageClass } from "../../../src/domain/message-class.js";
import { runs } from "../../support/property-runs.js";

interface Item {
  readonly lane: MessageClass;
  readonly partition: string;
  readonly key: string;
  readonly number: number;
}

/** Everything that waits, as simply as it can be said: by key, oldest first, with the lane of the key's oldest. */
class Model {
  readonly waiting = new Map<string, Item[]>();
  readonly laneOf = new Map<string, MessageClass>();
  readonly running = new Map<string, { readonly turn: Turn<Item>; readonly item: Item }>();
  /** How often another key, or another partition, went before one that was ready all the while. */
  readonly #overtakes = new Map<string, number>();

  ready(): readonly Item[] {
    return [...this.waiting.values()].flatMap(([first]) =>
      first === undefined || this.running.has(first.key) ? [] : [{ ...first, lane: this.laneOf.get(first.key)! }],
    );
  }

  add(item: Item): void {
    if (!this.laneOf.has(item.key)) this.laneOf.set(item.key, item.lane);
    this.waiting.set(item.key, [...(this.waiting.get(item.key) ?? []), item]);
  }

  next(turn: Turn<Item> | undefined, may: ReadonlySet<QueueLane>): void {
    const ready = this.ready().filter(({ lane }) => may.has(lane));
    const lane = lanes.find((one) => ready.some((item) => item.lane === one));
    expect(turn?.lane).toBe(lane);
    if (turn === undefined) return;
    const { key, partition } = turn.item;
    expect(this.running.has(key)).toBe(false);
    expect(turn.item).toEqual(this.waiting.get(key)?.shift());
    const passed = ready
      .filter((other) => other.lane === lane && other.key !== key)
      .map((other) =>
        other.partition === partition
          ? `key ${other.key} by ${key}`
          : `partition ${lane} ${other.partition} by ${partition}`,
      );
    for (const pair of new Set(passed)) this.#overtaken(pair);
    for (const pair of this.#overtakes.keys())
      if (pair.startsWith(`key ${key} by `) || pair.startsWith(`partition ${lane} ${partition} by `))
        this.#overtakes.delete(pair);
    this.running.set(key, { turn, item: turn.item });
  }

  done(key: string): void {
    this.running.get(key)!.turn.done();
    this.running.delete(key);
    if (this.waiting.get(key)?.length === 0) this.laneOf.delete(key);
  }

  clear(): void {
    for (const [key, items] of this.waiting) {
      items.length = 0;
      if (!this.running.has(key)) this.laneOf.delete(key);
    }
    this.#overtakes.clear();
  }

  #overtaken(pair: string): void {
    const times = (this.#overtakes.get(pair) ?? 0) + 1;
    this.#overtakes.set(pair, times);
    expect(times, pair).toBeLessThanOrEqual(1);
  }
}

const steps = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.record({ kind: fc.constant("add" as const), key: fc.nat(5), lane: fc.nat(2) }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant("next" as const), shut: fc.nat(7) }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant("done" as const), which: fc.nat(5) }) },
    { weight: 1, arbitrary: fc.constant({ kind: "clear" as const }) },
  ),
  { maxLength: 80 },
);

const everyLane: ReadonlySet<MessageClass> = new Set(lanes);

describe("FairQueue", () => {
  test("order per key, one running per key, lanes first, turns between keys and partitions: any interleaving", () => {
    fc.assert(
      fc.property(steps, (given) => {
        const queue = new FairQueue<Item>();
        const model = new Model();
        let number = 0;
        for (const step of given) {
          if (step.kind === "add") {
            const item = {
              lane: lanes[step.lane]!,
              partition: `p${step.key % 3}`,
              key: `k${step.key}`,
              number: number++,
            };
            queue.add(item.lane, item.partition, item.key, item);
            model.add(item);
          } else if (step.kind === "next") {
            const may = new Set<QueueLane>(lanes.filter((_, n) => ((step.shut >> n) & 1) === 0));
            model.next(
              queue.next((lane) => may.has(lane)),
              may,
            );
          } else if (step.kind === "clear") {
            queue.clear();
            model.clear();
          } else {
            const key = [...model.running.keys()][step.which];
            if (key !== undefined) model.done(key);
          }
          expect(queue.size).toBe([...model.waiting.values()].reduce((sum, items) => sum + items.length, 0));
        }
        // Nothing is left behind, whatever happened before.
        for (let left = 1_000; queue.size > 0 || model.running.size > 0; left -= 1) {
          expect(left).toBeGreaterThan(0);
          model.next(queue.next(), everyLane);
          for (const key of [...model.running.keys()]) model.done(key);
        }
        expect(queue.next()).toBeUndefined();
      }),
      { numRuns: runs(10_000) },
    );
  });

  test("a hot key starves nobody: of a thousand waiting, another key's one is the second to run", () => {
    const queue = new FairQueue<string>();
    for (let n = 0; n < 1_000; n += 1) queue.add("transactional", "p", "hot", `hot ${n}`);
    queue.add("transactional", "p", "cold", "cold");
    const order = Array.from({ length: 3 }, () => {
      const turn = queue.next()!;
      turn.done();
      return turn.item;
    });
    expect(order).toEqual(["hot 0", "cold", "hot 1"]);
  });

  test("a key's events keep their order though their lanes differ", () => {
    const queue = new FairQueue<string>();
    queue.add("promotional", "p", "k", "first");
    queue.add("otp", "p", "k", "second");
    queue.add("transactional", "p", "other", "between");
    const order = Array.from({ length: 3 }, () => {
      const turn = queue.next()!;
      turn.done();
      return turn.item;
    });
    expect(order).toEqual(["between", "first", "second"]);
  });
});

test("a key whose later work is another flow's keeps its order; each flow of a partition has its turns", () => {
  const queue = new FairQueue<string>();
  queue.add("promotional", "0/large", "a", "a1");
  queue.add("promotional", "0/small", "a", "a2");
  for (const key of ["b", "c", "d"]) queue.add("promotional", "0/large", key, key);
  queue.add("promotional", "0/small", "e", "e");
  const order: (string | undefined)[] = [];
  for (let turn = queue.next(); turn !== undefined; turn = queue.next()) {
    order.push(turn.item);
    turn.done();
  }
  expect(order.slice(0, 2).sort()).toEqual(["a1", "e"]);
  expect(order.indexOf("a2")).toBeGreaterThan(order.indexOf("a1"));
  expect(order).toHaveLength(6);
});
