import { setImmediate as turn } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { MemoryEventBus } from "../../../src/adapters/memory/event-bus.js";
import type { Assignment, EventReceiver, EventRecord } from "../../../src/application/ports/event-source.js";

class Collector implements EventReceiver {
  assignments: readonly Assignment[] = [];
  readonly records: EventRecord[] = [];
  assigned(assignments: readonly Assignment[]): void {
    this.assignments = assignments;
  }
  deliver(_assignment: Assignment, records: readonly EventRecord[]): void {
    this.records.push(...records);
  }
  values(): readonly string[] {
    return this.records.map((record) => String(record.value));
  }
}

const event = (value: string, topic = "in") => ({ topic, key: "k", value, headers: { h: "v" } });
const settle = async () => {
  for (let n = 0; n < 50; n += 1) await turn();
};

describe("MemoryEventBus", () => {
  it("delivers only its topics, from the beginning, in order, later", async () => {
    const bus = new MemoryEventBus({ topics: ["in"] });
    await bus.publish(event("0"));
    const seen = new Collector();
    await bus.start(seen);
    await bus.publish(event("1"));
    await bus.publish(event("x", "out"));
    expect(seen.records).toEqual([]);
    await settle();
    expect(seen.values()).toEqual(["0", "1"]);
    expect(seen.records[1]).toMatchObject({ offset: 1n, partition: 0, headers: { h: Buffer.from("v") } });
    expect(bus.list("out", 10).map((record) => String(record.value))).toEqual(["x"]);
  });

  it("delivers more than one batch", async () => {
    const bus = new MemoryEventBus({ topics: ["in"] });
    const seen = new Collector();
    await bus.start(seen);
    for (let n = 0; n < 1_234; n += 1) await bus.publish(event(String(n)));
    await settle();
    expect(seen.values()).toEqual(Array.from({ length: 1_234 }, (_, n) => String(n)));
  });

  it("goes on after the commit when it is started again, and ends earlier assignments", async () => {
    const bus = new MemoryEventBus({ topics: ["in"] });
    const first = new Collector();
    await bus.start(first);
    for (const value of ["0", "1", "2"]) await bus.publish(event(value));
    await settle();
    first.assignments[0]?.commit(1n);
    await bus.close();
    await bus.close();
    first.assignments[0]?.commit(3n);
    const second = new Collector();
    await bus.start(second);
    await settle();
    expect(second.values()).toEqual(["1", "2"]);
    expect(second.assignments[0]).not.toBe(first.assignments[0]);
  });

  it("honours pause and resume of a partition, and stopFetching", async () => {
    const bus = new MemoryEventBus({ topics: ["in"] });
    const seen = new Collector();
    await bus.start(seen);
    await bus.publish(event("0"));
    await settle();
    expect(seen.values()).toEqual(["0"]);
    seen.assignments[0]?.pause();
    await bus.publish(event("1"));
    await settle();
    expect(seen.values()).toEqual(["0"]);
    seen.assignments[0]?.resume();
    await settle();
    expect(seen.values()).toEqual(["0", "1"]);
    await bus.publish(event("2"));
    await bus.stopFetching();
    await settle();
    expect(seen.values()).toEqual(["0", "1"]);
  });

  it("drops the oldest of a kept topic, and refuses rather than lose a delivered record", async () => {
    const bus = new MemoryEventBus({ topics: ["in"], retention: 3 });
    for (let n = 0; n < 5; n += 1) await bus.publish(event(String(n), "out"));
    expect(bus.list("out", 10).map((record) => record.offset)).toEqual([2n, 3n, 4n]);
    expect(bus.list("out", 1).map((record) => record.offset)).toEqual([4n]);
    const seen = new Collector();
    await bus.start(seen);
    for (let n = 0; n < 3; n += 1) await bus.publish(event(String(n)));
    await expect(bus.publish(event("3"))).rejects.toThrow("full");
    expect(bus.troubles()).toHaveLength(1);
    await settle();
    seen.assignments[0]?.commit(1n);
    await bus.publish(event("3"));
    await settle();
    expect(seen.values()).toEqual(["0", "1", "2", "3"]);
  });
});
