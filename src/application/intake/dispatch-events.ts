import { backoff } from "../../domain/backoff.js";
import type { MessageClass } from "../../domain/message-class.js";
import { placeOf } from "./decode-event.js";
import { flowOf } from "../delivery/flow-of.js";
import { faultBackoff, FaultPatience } from "../delivery/fault-patience.js";
import { FairQueue, type QueueLane } from "./fair-queue.js";
import type { GiveUpRecord } from "./give-up-record.js";
import type { HandleEvent } from "./handle-event.js";
import { Stopped } from "../delivery/stopped.js";
import { recordCopy, recordBytes } from "./record-copy.js";
import { PartitionInWork } from "./partition-in-work.js";
import type { Clock } from "../ports/clock.js";
import type { ErrorLog } from "../ports/error-log.js";
import type { Assignment, EventReceiver, EventRecord } from "../ports/event-source.js";
import type { Meters } from "../ports/meters.js";
import type { ReadEvent, ReadEventRecord } from "./read-event.js";

/** A partition is paused above so much in memory, and resumed below half of it. */
const mostBytes = 16 * 1024 * 1024;
/** All partitions share so much: each has its part, so that a full one never stops another. */
const allBytes = 96 * 1024 * 1024;
const leastBytes = 1024 * 1024;
const retryMs = backoff(100, 5_000);

interface Run {
  readonly record: EventRecord;
  readonly read: ReadEvent;
  readonly bytes: number;
  readonly lane: QueueLane;
  readonly since: number;
  /**
   * The newest assignment that delivered the offset: the record's end completes its tracker. Undefined once no
   * assignment of this worker holds it.
   */
  inWork: PartitionInWork | undefined;
  begun: boolean;
}

interface DispatchNeeds {
  readonly clock: Clock;
  readonly errorLog: ErrorLog;
  /** Ends a record that a mistake in the program ended too often. */
  readonly giveUpRecord: GiveUpRecord;
  readonly handleEvent: HandleEvent;
  /** Nothing is taken by the gateway: only one record of texts runs, to find out when that ends; then `wake` is called. */
  readonly gatewayClosed: () => boolean;
  /** Records that may run at once, in each lane: they wait mostly, and none keeps another lane's from starting. */
  readonly mostActive: number;
  readonly meters: Meters;
  readonly readEvent: ReadEventRecord;
  /** True of topics whose events tell something: a STOP is heard although the gateway takes nothing. */
  readonly tells: (topic: string) => boolean;
}

const partitionOf = ({ topic, partition }: { readonly topic: string; readonly partition: number }) =>
  `${topic}/${partition}`;

/**
 * Takes records as fast as they come, runs them in order per key and fairly between keys, and commits the longest
 * completed prefix of each assignment. A redelivered offset whose earlier run still works here is attached to that run
 * (invariant 4).
 */
export class EventDispatcher implements EventReceiver {
  readonly #needs: DispatchNeeds;
  readonly #queue = new FairQueue<Run>();
  /** By place: a topic that was made anew has other records at the same offsets. */
  readonly #runs = new Map<string, Run>();
  readonly #stop = new AbortController();
  #partitions = new Map<string, PartitionInWork>();
  readonly #active: Record<QueueLane, number> = { otp: 0, told: 0, transactional: 0, promotional: 0 };
  #drained: (() => void) | undefined;
  #holds = false;

  constructor(needs: DispatchNeeds) {
    this.#needs = needs;
  }

  /** Records that run now. */
  get active(): number {
    return this.#texts + this.#active.told;
  }

  get #texts(): number {
    return this.#active.otp + this.#active.transactional + this.#active.promotional;
  }

  /**
   * Age of the oldest record of the lane that is not completed, in ms; 0 where there is none. One that began counts:
   * it may wait for the gateway, its rate or a slot.
   */
  oldestMs(lane: MessageClass): number {
    // In the order in which they came.
    for (const run of this.#runs.values())
      if ((run.lane === "told" ? "transactional" : run.lane) === lane) return this.#needs.clock.monotonic() - run.since;
    return 0;
  }

  /** Drops records that have not begun: they are delivered again, here or elsewhere, and so keep their order. */
  assigned(assignments: readonly Assignment[]): void {
    this.#queue.clear();
    for (const [place, run] of this.#runs) {
      if (run.begun) run.inWork = undefined;
      else this.#runs.delete(place);
    }
    const share = Math.floor(allBytes / Math.max(1, assignments.length));
    const most = Math.min(mostBytes, Math.max(leastBytes, share));
    this.#holds = false;
    this.#partitions = new Map(
      assignments.map((assignment) => [partitionOf(assignment), new PartitionInWork(assignment, most)]),
    );
  }

  deliver(assignment: Assignment, records: readonly EventRecord[]): void {
    const partition = partitionOf(assignment);
    const inWork = this.#partitions.get(partition);
    if (inWork === undefined || inWork.assignment !== assignment) return;
    for (const record of records) {
      if (!inWork.deliver(record.offset)) continue;
      const running = this.#runs.get(placeOf(record));
      if (running === undefined) this.#add(inWork, partition, record);
      else {
        running.inWork = inWork;
        inWork.holds(running.bytes);
      }
    }
    inWork.pauseIfFull();
    this.#fill();
  }

  /** Starts every record that may run again. */
  wake(): void {
    this.#fill();
  }

  /** Starts nothing more; resolves when what runs has ended, or after `graceMs` (false: something was left). */
  async drain(graceMs: number): Promise<boolean> {
    this.#stop.abort();
    if (this.active === 0) return true;
    const over = new AbortController();
    const drained = new Promise<boolean>((resolve) => {
      this.#drained = () => resolve(true);
    });
    const grace = this.#needs.clock.sleep(graceMs, over.signal).then(() => this.active === 0);
    const ended = await Promise.race([drained, grace]);
    over.abort();
    return ended;
  }

  #add(inWork: PartitionInWork, partition: string, record: EventRecord): void {
    const { clock, meters, tells } = this.#needs;
    meters.eventConsumed(record.topic);
    const read = this.#read(record);
    const place = placeOf(record);
    const bytes = recordBytes(record);
    const lane = tells(record.topic) ? "told" : read.kind === "messages" ? read.lane : "transactional";
    const run: Run = { record: recordCopy(record), read, bytes, lane, since: clock.monotonic(), inWork, begun: false };
    inWork.holds(bytes);
    this.#runs.set(place, run);
    // A null key orders nothing; the same key in two partitions is two keys, as it is for the log.
    const key = record.key === null ? place : `${partition}\n${record.key.toString("latin1")}`;
    const [first] = read.kind === "messages" ? read.messages : [];
    const { flow } = first === undefined ? { flow: record.topic } : flowOf(first);
    this.#queue.add(lane, `${partition}\n${flow}`, key, run);
  }

  /** Nothing may be thrown at who delivers: all else that it holds would wait behind this record. */
  #read(record: EventRecord): ReadEvent {
    try {
      return this.#needs.readEvent(record, this.#needs.clock.now());
    } catch (error) {
      return { kind: "faulty", error };
    }
  }

  #fill(): void {
    const { gatewayClosed, mostActive } = this.#needs;
    const mayStart = (lane: QueueLane) =>
      lane !== "told" && gatewayClosed() ? this.#texts === 0 : this.#active[lane] < mostActive;
    while (!this.#stop.signal.aborted) {
      const next = this.#queue.next(mayStart);
      if (next === undefined) break;
      this.#active[next.lane] += 1;
      void this.#run(next.item).then((completed) => {
        this.#active[next.lane] -= 1;
        next.done();
        if (completed) next.item.inWork?.complete(next.item.record.offset, next.item.bytes);
        if (this.active === 0) this.#drained?.();
        this.#fill();
      });
    }
    this.#holdBack();
  }

  /** While the gateway takes nothing and somebody here finds out when that ends, no more that asks for texts is fetched. */
  #holdBack(): void {
    const { gatewayClosed, tells } = this.#needs;
    const holds = gatewayClosed() && this.#texts > 0;
    if (holds === this.#holds || this.#stop.signal.aborted) return;
    this.#holds = holds;
    for (const inWork of this.#partitions.values()) if (!tells(inWork.assignment.topic)) inWork.hold(holds);
  }

  /**
   * Runs the record, retrying, until it completes; false when it must not be completed, because the service stops or
   * the partition left. Never rejects. Leaves the runs in the same tick, so that a redelivery starts a new run
   * instead of joining a finished one.
   */
  async #run(run: Run): Promise<boolean> {
    const { clock, errorLog, giveUpRecord, handleEvent } = this.#needs;
    const { record, read } = run;
    const { signal } = this.#stop;
    const ended = (completed: boolean): boolean => {
      this.#runs.delete(placeOf(record));
      return completed;
    };
    const patience = new FaultPatience();
    const place = { topic: record.topic, partition: record.partition, offset: String(record.offset) };
    // An unreadable record is not tried twice: it would fail alike the next time.
    let fatal: { readonly error: unknown } | undefined = read.kind === "faulty" ? read : undefined;
    if (fatal !== undefined) errorLog.caught("dispatch", fatal.error, place, "an event could not be read");
    run.begun = true;
    for (let failed = 0; ; failed += 1) {
      try {
        if (fatal === undefined) await handleEvent(record, read, signal);
        else await giveUpRecord(record, read, fatal.error, signal);
        return ended(true);
      } catch (error) {
        if (error instanceof Stopped || signal.aborted) return ended(false);
        errorLog.caught("dispatch", error, place, "an event could not be completed; trying again");
        if (fatal === undefined && patience.isOver(error, clock.monotonic())) {
          fatal = { error };
          continue;
        }
        await clock.sleep(patience.faults > 0 ? faultBackoff(patience.faults - 1) : retryMs(failed), signal);
        if (signal.aborted || run.inWork === undefined) return ended(false);
      }
    }
  }
}
