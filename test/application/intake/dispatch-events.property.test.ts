import fc from "fast-check";
import { test } from "vitest";
import type { EventRecord } from "../../../src/application/ports/event-source.js";
import { lanes } from "../../../src/domain/message-class.js";
import { aRecord, DispatchStage, microtasks, orderOf, placeOf, TestAssignment } from "../../support/dispatch-stage.js";
import { runs } from "../../support/property-runs.js";

/** `expect` costs more than everything else here together. */
const must = (holds: boolean, what: string): void => {
  if (!holds) throw new Error(what);
};

/** The records of a partition: three keys and no key, all lanes, gaps in the offsets. */
const logOf = (partition: number): readonly EventRecord[] =>
  Array.from({ length: 12 }, (_, n) => {
    const offset = n * 2 + (n % 3 === 0 ? 1 : 0);
    return aRecord(partition, offset, n % 4 === 3 ? null : `k${n % 4}`, lanes[n % 3]);
  });
const logs = [logOf(0), logOf(1)] as const;
const mostActive = 2;

/** What happens to a dispatcher, beside a model of what is right. */
class Play {
  readonly stage = new DispatchStage(mostActive, (record) => this.#begins(record));
  readonly #position = [0, 0];
  readonly #committed = [0n, 0n];
  /** Failed, and asleep until they are tried again. */
  readonly #retrying = new Set<string>();
  #assignments: readonly TestAssignment[] = [];

  #of(partition: number): TestAssignment | undefined {
    return this.#assignments.find((one) => one.partition === partition);
  }

  assign(partitions: readonly number[]): void {
    for (const assignment of this.#assignments) assignment.over = true;
    this.#assignments = partitions.map((partition) => new TestAssignment(partition));
    for (const at of partitions) {
      const first = logs[at]!.findIndex(({ offset }) => offset >= this.#committed[at]!);
      this.#position[at] = first === -1 ? logs[at]!.length : first;
    }
    this.stage.dispatcher.assigned(this.#assignments);
  }

  /** The next records, and `back` earlier ones again. */
  deliver(partition: number, count: number, back: number): void {
    const assignment = this.#of(partition);
    if (assignment === undefined) return;
    const from = Math.max(this.#position[partition]! - back, 0);
    const records = logs[partition]!.slice(from, from + count);
    for (const { offset } of records)
      if (offset > ([...assignment.delivered.keys()].at(-1) ?? -1n)) assignment.delivered.set(offset, false);
    this.#position[partition] = Math.max(this.#position[partition]!, from + records.length);
    this.stage.dispatcher.deliver(assignment, records);
  }

  complete(at: number): void {
    const run = this.stage.take(at);
    if (run === undefined) return;
    const { delivered } = this.#of(run.record.partition) ?? {};
    if (delivered?.has(run.record.offset)) delivered.set(run.record.offset, true);
    run.resolve();
  }

  fail(at: number): void {
    const run = this.stage.take(at);
    if (run === undefined) return;
    this.#retrying.add(placeOf(run.record));
    run.reject(new Error("The publisher is away"));
  }

  /** Records of an assignment that is not ours. */
  async stale(partition: number): Promise<void> {
    const stale = new TestAssignment(partition);
    const before = this.stage.begun.length;
    this.stage.dispatcher.deliver(stale, logs[partition]!);
    await microtasks();
    must(
      stale.commits.length === 0 && this.stage.begun.length === before,
      "an assignment that is not ours is not heard",
    );
  }

  async check(): Promise<void> {
    await microtasks();
    const { running } = this.stage;
    for (const { beyond, commits, committable, delivered, partition } of this.#assignments) {
      for (const [offset, completed] of delivered)
        must(
          beyond.some(({ from, to }) => from <= offset && offset < to) === (completed && offset >= (committable ?? 0n)),
          `what is completed beyond the prefix is said: ${offset}`,
        );
      must(
        commits.at(-1) === committable,
        `committed is the longest completed prefix: ${commits.at(-1)} ${committable}`,
      );
      must(
        commits.every((next, n) => n === 0 || next > commits[n - 1]!),
        "commits grow",
      );
      if (committable !== undefined) this.#committed[partition] = committable;
    }
    must(running.length <= mostActive * lanes.length, "no more than may run");
  }

  /** Everything is delivered and completed in the end, whatever happened before. */
  async end(): Promise<void> {
    this.assign([0, 1]);
    for (let left = 200; ; left -= 1) {
      must(left > 0, "it ends");
      await this.check();
      for (const partition of [0, 1]) this.deliver(partition, 4, 0);
      await this.check();
      if (this.stage.running.length > 0) this.complete(0);
      else if (this.#retrying.size > 0 && this.stage.clock.sleeping > 0) await this.stage.clock.advance(5_000);
      else if (this.#assignments.every(({ delivered }) => [...delivered.values()].every(Boolean))) break;
    }
    await this.check();
    must(
      logs.every((log, at) => this.#committed[at] === log.at(-1)!.offset + 1n),
      "everything is committed in the end",
    );
    must(await this.stage.dispatcher.drain(0), "nothing is left to drain");
  }

  #begins(record: EventRecord): void {
    const { running } = this.stage;
    must(!running.some((other) => orderOf(other.record) === orderOf(record)), "one runs per key");
    if (this.#retrying.delete(placeOf(record))) return;
    const delivered = this.#of(record.partition)?.delivered;
    must(delivered?.get(record.offset) === false, "what begins was delivered and is not completed");
    const passed = logs[record.partition]!.some(
      (other) =>
        other.offset < record.offset && orderOf(other) === orderOf(record) && delivered?.get(other.offset) === false,
    );
    must(!passed, "in order per key");
  }
}

const partition = fc.nat(1);
const at = fc.nat(7);
const always = <const Kind extends string>(kind: Kind) => fc.constant(kind);
const steps = fc.array(
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        kind: always("deliver"),
        partition,
        count: fc.integer({ min: 1, max: 4 }),
        back: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(3) }),
      }),
    },
    { weight: 7, arbitrary: fc.record({ kind: always("complete"), at }) },
    { weight: 2, arbitrary: fc.record({ kind: always("fail"), at }) },
    { weight: 1, arbitrary: fc.record({ kind: always("advance"), ms: fc.nat(300) }) },
    { weight: 2, arbitrary: fc.record({ kind: always("assign"), partitions: fc.subarray([0, 1]) }) },
    { weight: 1, arbitrary: fc.record({ kind: always("stale"), partition }) },
  ),
  { maxLength: 30 },
);

test("any interleaving of deliver, complete, fail, revoke, assign and redeliver keeps order and loses nothing", async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (given) => {
      const play = new Play();
      play.assign([0, 1]);
      for (const step of given) {
        if (step.kind === "deliver") play.deliver(step.partition, step.count, step.back);
        else if (step.kind === "complete") play.complete(step.at);
        else if (step.kind === "fail") play.fail(step.at);
        else if (step.kind === "advance") await play.stage.clock.advance(step.ms);
        else if (step.kind === "assign") play.assign(step.partitions);
        else await play.stale(step.partition);
        await play.check();
      }
      await play.end();
    }),
    { numRuns: runs(10_000) },
  );
}, 120_000);
