import { describe, expect, test } from "vitest";
import { aRecord, DispatchStage, microtasks, TestAssignment, toldTopic } from "../../support/dispatch-stage.js";
import { JournalUnavailable } from "../../../src/application/ports/journal.js";

/** A dispatcher with partition 0 in its hands. */
const open = (mostActive = 1_000) => {
  const stage = new DispatchStage(mostActive);
  const assignment = new TestAssignment(0);
  stage.dispatcher.assigned([assignment]);
  return { stage, assignment };
};

describe("EventDispatcher", () => {
  test("a redelivered offset whose earlier run still works is attached to that run (invariant 4)", async () => {
    const { stage, assignment } = open();
    stage.dispatcher.deliver(assignment, [aRecord(0, 5), aRecord(0, 6)]);
    assignment.over = true;
    const next = new TestAssignment(0);
    stage.dispatcher.assigned([next]);
    stage.dispatcher.deliver(next, [aRecord(0, 5), aRecord(0, 6)]);
    await microtasks();
    expect(stage.begun).toEqual(["0/5", "0/6"]);
    stage.complete("0/6");
    stage.complete("0/5");
    await microtasks();
    expect([assignment.commits, next.commits]).toEqual([[], [7n]]);
  });

  test("a record of a topic that was made anew is no redelivery of the one that works at its place", async () => {
    const { stage, assignment } = open();
    const of = (topicId: string) => ({ ...aRecord(0, 0), topicId });
    stage.dispatcher.deliver(assignment, [of("before")]);
    const next = new TestAssignment(0);
    stage.dispatcher.assigned([next]);
    stage.dispatcher.deliver(next, [{ ...of("anew"), key: Buffer.from("another") }]);
    await microtasks();
    expect(stage.begun).toEqual(["0/0", "0/0"]);
    stage.take(0)!.resolve();
    await microtasks();
    expect(next.commits).toEqual([]);
    stage.take(0)!.resolve();
    await microtasks();
    expect(next.commits).toEqual([1n]);
  });

  test("the age of the oldest, lane by lane: what began counts until it ends, what came later has its own", async () => {
    const { stage, assignment } = open(1);
    const ages = () => (["otp", "transactional"] as const).map((lane) => stage.dispatcher.oldestMs(lane));
    expect(ages()).toEqual([0, 0]);
    stage.dispatcher.deliver(assignment, [aRecord(0, 1)]);
    await stage.clock.advance(3_000);
    stage.dispatcher.deliver(assignment, [aRecord(0, 2), aRecord(0, 3, "code", "otp")]);
    await stage.clock.advance(1_000);
    expect(ages()).toEqual([1_000, 4_000]);
    stage.complete("0/1");
    await microtasks();
    expect(ages()).toEqual([1_000, 1_000]);
    stage.complete("0/2");
    stage.complete("0/3");
    await microtasks();
    expect(ages()).toEqual([0, 0]);
  });

  test("the completion of a stale assignment commits nothing, and its records run again once they are delivered", async () => {
    const { stage, assignment } = open();
    stage.dispatcher.deliver(assignment, [aRecord(0, 5)]);
    assignment.over = true;
    const next = new TestAssignment(0);
    stage.dispatcher.assigned([next]);
    stage.complete("0/5");
    await microtasks();
    expect([assignment.commits, next.commits]).toEqual([[], []]);
    stage.dispatcher.deliver(next, [aRecord(0, 5)]);
    await microtasks();
    stage.complete("0/5");
    await microtasks();
    expect(next.commits).toEqual([6n]);
  });

  test("an assignment's end and its return between two promises strand no offset", async () => {
    const { stage, assignment } = open();
    stage.dispatcher.deliver(assignment, [aRecord(0, 5)]);
    await microtasks();
    stage.take(0)!.reject(new Error("away"));
    await microtasks();
    stage.dispatcher.assigned([]);
    const next = new TestAssignment(0);
    // The run wakes, finds its partition gone and ends; the offset comes back before anybody is told.
    const woken = stage.clock.sleeping === 1 ? stage.clock.advance(100) : undefined;
    for (let n = 0; n < 60; n += 1) {
      await Promise.resolve();
      if (n !== 3) continue;
      stage.dispatcher.assigned([next]);
      stage.dispatcher.deliver(next, [aRecord(0, 5)]);
    }
    await woken;
    await stage.clock.advance(10_000);
    stage.complete("0/5");
    await microtasks();
    expect(next.commits).toEqual([6n]);
  });

  test("what was taken away before it began, and came back, keeps its order", async () => {
    const { stage, assignment } = open();
    const records = [aRecord(0, 1, "k"), aRecord(0, 2, "k"), aRecord(0, 3, "k")];
    stage.dispatcher.deliver(assignment, records);
    stage.dispatcher.assigned([]);
    stage.complete("0/1");
    await microtasks();
    const next = new TestAssignment(0);
    stage.dispatcher.assigned([next]);
    stage.dispatcher.deliver(next, records);
    for (const place of ["0/1", "0/2", "0/3"]) {
      await microtasks();
      stage.complete(place);
    }
    await microtasks();
    expect(stage.begun).toEqual(["0/1", "0/1", "0/2", "0/3"]);
    expect(next.commits.at(-1)).toBe(4n);
  });

  test("a key runs one at a time, other keys and keyless records beside it", async () => {
    const { stage, assignment } = open();
    const records = [
      aRecord(0, 1, "k"),
      aRecord(0, 2, "k"),
      aRecord(0, 3, "other"),
      aRecord(0, 4, null),
      aRecord(0, 5, null),
    ];
    stage.dispatcher.deliver(assignment, records);
    await microtasks();
    expect(stage.begun).toEqual(["0/1", "0/3", "0/4", "0/5"]);
  });

  test("the same key in two partitions is two keys", async () => {
    const stage = new DispatchStage(10);
    const assignments = [new TestAssignment(0), new TestAssignment(1)];
    stage.dispatcher.assigned(assignments);
    for (const [at, assignment] of assignments.entries())
      stage.dispatcher.deliver(assignment, [aRecord(at, 1, "k"), aRecord(at, 2, "k")]);
    await microtasks();
    expect(stage.begun).toEqual(["0/1", "1/1"]);
    for (const place of ["0/1", "0/2"]) {
      stage.complete(place);
      await microtasks();
    }
    stage.dispatcher.deliver(assignments[1]!, [aRecord(1, 3, "k")]);
    await microtasks();
    expect(stage.begun).toEqual(["0/1", "1/1", "0/2"]);
    stage.complete("1/1");
    await microtasks();
    expect(stage.begun).toEqual(["0/1", "1/1", "0/2", "1/2"]);
  });

  test("a lane that is full keeps no other lane's records from starting", async () => {
    const { stage, assignment } = open(1);
    const campaign = Array.from({ length: 50 }, (_, n) => aRecord(0, n, `c${n}`, "promotional"));
    stage.dispatcher.deliver(assignment, [
      ...campaign,
      aRecord(0, 50, "a", "transactional"),
      aRecord(0, 51, "b", "otp"),
    ]);
    await microtasks();
    expect(stage.begun.sort()).toEqual(["0/0", "0/50", "0/51"]);
  });

  test("while the gateway takes nothing only one runs; woken, all do", async () => {
    const { stage, assignment } = open();
    stage.gatewayClosed = true;
    stage.dispatcher.deliver(assignment, [aRecord(0, 1), aRecord(0, 2), aRecord(0, 3, "p", "promotional")]);
    await microtasks();
    expect(stage.begun).toHaveLength(1);
    stage.gatewayClosed = false;
    stage.dispatcher.wake();
    await microtasks();
    expect(stage.begun).toHaveLength(3);
  });

  test("while the gateway takes nothing no more is fetched, as long as somebody here finds out when that ends", async () => {
    const { stage, assignment } = open();
    stage.dispatcher.deliver(assignment, [aRecord(0, 1)]);
    expect(assignment.paused).toBe(false);
    stage.gatewayClosed = true;
    stage.dispatcher.deliver(assignment, [aRecord(0, 2)]);
    expect(assignment.paused).toBe(true);
    stage.complete("0/1");
    await microtasks();
    expect(stage.begun).toEqual(["0/1", "0/2"]);
    expect(assignment.paused).toBe(true);
    // Nobody is left to ask the gateway: the next record is.
    stage.complete("0/2");
    await microtasks();
    expect(assignment.paused).toBe(false);
    stage.dispatcher.deliver(assignment, [aRecord(0, 3)]);
    expect(assignment.paused).toBe(true);
    // Another assignment of it, as after a rebalance.
    const next = new TestAssignment(0);
    stage.dispatcher.assigned([next]);
    stage.dispatcher.deliver(next, [aRecord(0, 3)]);
    expect(next.paused).toBe(true);
    stage.gatewayClosed = false;
    stage.dispatcher.wake();
    expect(next.paused).toBe(false);
  });

  test("while the gateway takes nothing, what only tells something is fetched and taken: a STOP, say", async () => {
    const { stage, assignment } = open();
    const told = new TestAssignment(7, toldTopic);
    stage.dispatcher.assigned([assignment, told]);
    stage.gatewayClosed = true;
    stage.dispatcher.deliver(assignment, [aRecord(0, 1), aRecord(0, 2)]);
    stage.dispatcher.deliver(
      told,
      [1, 2].map((n) => ({ ...aRecord(7, n), topic: toldTopic })),
    );
    await microtasks();
    expect([stage.begun, assignment.paused, told.paused]).toEqual([["0/1", "7/1", "7/2"], true, false]);
    stage.complete("0/1");
    await microtasks();
    expect(stage.begun.at(-1)).toBe("0/2");
  });

  test("what fails is tried again, later each time, and its offset does not move", async () => {
    const { stage, assignment } = open();
    stage.dispatcher.deliver(assignment, [aRecord(0, 1), aRecord(0, 2)]);
    stage.complete("0/2");
    for (const waitMs of [100, 200, 400]) {
      stage.take(0)!.reject(new Error("The dead-letter topic is unavailable"));
      await stage.clock.advance(waitMs - 1);
      expect(stage.running).toHaveLength(0);
      await stage.clock.advance(1);
      expect(stage.running).toHaveLength(1);
    }
    expect(assignment.commits).toEqual([]);
    stage.complete("0/1");
    await microtasks();
    expect(assignment.commits).toEqual([3n]);
  });

  test("a mistake in the program is tried 5 times within 5 minutes, then given up; its partition goes on", async () => {
    const { stage, assignment } = open();
    const began = stage.clock.monotonic();
    const mistakes = [1, 2, 3, 4, 5].map((n) => new TypeError(`mistake ${n}`));
    stage.dispatcher.deliver(assignment, [aRecord(0, 1), aRecord(0, 2)]);
    stage.complete("0/2");
    for (const mistake of mistakes) {
      while (stage.running.length === 0) await stage.clock.advance(1_000);
      stage.take(0)!.reject(mistake);
    }
    await stage.clock.advance(0);
    expect(stage.begun.filter((place) => place === "0/1")).toHaveLength(5);
    expect(stage.givenUp).toEqual([["0/1", mistakes[4]]]);
    expect(stage.clock.monotonic() - began).toBeLessThanOrEqual(5 * 60_000);
    expect(assignment.commits).toEqual([3n]);
  });

  test("an outage between mistakes costs no try, and a slow mistake has 5 minutes", async () => {
    const { stage, assignment } = open();
    stage.dispatcher.deliver(assignment, [aRecord(0, 1)]);
    const fail = async (error: Error) => {
      while (stage.running.length === 0) await stage.clock.advance(1_000);
      stage.take(0)!.reject(error);
      await stage.clock.advance(0);
    };
    for (let n = 0; n < 20; n += 1) await fail(new JournalUnavailable("away"));
    await fail(new TypeError("a mistake"));
    expect(stage.givenUp).toEqual([]);
    await stage.clock.advance(5 * 60_000);
    await fail(new TypeError("a mistake"));
    expect(stage.givenUp).toHaveLength(1);
    expect(assignment.commits).toEqual([2n]);
  });

  test.each([
    ["records", 0, 2_001, 2_000],
    // Each takes 1 KiB beside its bytes.
    ["bytes", 1023 * 1024, 17, 16],
  ])("a partition pauses above its bound of %s and goes on below half of it", async (_, bytes, above, bound) => {
    const { stage, assignment } = open(5_000);
    const records = Array.from({ length: above }, (_, n) => aRecord(0, n, null, "transactional", bytes));
    stage.dispatcher.deliver(assignment, records.slice(0, bound));
    expect(assignment.paused).toBe(false);
    stage.dispatcher.deliver(assignment, records.slice(bound));
    expect(assignment.paused).toBe(true);
    for (let n = 0; n < above - bound / 2; n += 1) stage.take(0)!.resolve();
    await microtasks();
    expect(assignment.paused).toBe(true);
    stage.take(0)!.resolve();
    await microtasks();
    expect(assignment.paused).toBe(false);
  });

  test("keys and headers count, and all partitions share one bound", () => {
    const stage = open().stage;
    const assignments = Array.from({ length: 60 }, (_, n) => new TestAssignment(n));
    stage.dispatcher.assigned(assignments);
    const large = Buffer.alloc(900_000);
    const [first] = assignments;
    stage.dispatcher.deliver(first!, [{ ...aRecord(0, 0), key: large }]);
    expect(first!.paused).toBe(false);
    stage.dispatcher.deliver(first!, [{ ...aRecord(0, 1), rawHeaders: [["h", large]] }]);
    expect(first!.paused).toBe(true);
  });

  test("draining starts nothing more, waits for what is past stopping, and commits it", async () => {
    const { stage, assignment } = open(1);
    stage.stops = false;
    stage.dispatcher.deliver(assignment, [aRecord(0, 1), aRecord(0, 2)]);
    const drained = stage.dispatcher.drain(1_000);
    await microtasks();
    stage.complete("0/1");
    expect(await drained).toBe(true);
    expect([stage.begun, assignment.commits, stage.clock.sleeping]).toEqual([["0/1"], [2n], 0]);
  });

  test("what can stop does, and is not committed", async () => {
    const { stage, assignment } = open();
    stage.dispatcher.deliver(assignment, [aRecord(0, 1)]);
    expect(await stage.dispatcher.drain(1_000)).toBe(true);
    expect(assignment.commits).toEqual([]);
  });

  test("past the grace it says that something was left", async () => {
    const { stage, assignment } = open();
    stage.stops = false;
    stage.dispatcher.deliver(assignment, [aRecord(0, 1)]);
    const drained = stage.dispatcher.drain(1_000);
    await stage.clock.advance(1_000);
    expect(await drained).toBe(false);
    expect(assignment.commits).toEqual([]);
  });
});
