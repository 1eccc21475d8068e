import type { MessageClass } from "../domain/message-class.js";
import { Stopped } from "./deliver-message.js";
import { FairQueue } from "./fair-queue.js";
import type { HandleEvent } from "./handle-event.js";
import { OffsetTracker } from "./offset-tracker.js";
import type { Clock } from "./ports/clock.js";
import type { Assignment, EventReceiver, EventRecord } from "./ports/event-source.js";
import type { Log } from "./ports/log.js";
import type { Meters } from "./ports/meters.js";

/** A partition is paused above, and resumed below, so many records in memory. */
const pauseAt = 500;
const resumeAt = 250;
const longestRetryMs = 5_000;

interface Held {
  readonly assignment: Assignment;
  readonly tracker: OffsetTracker;
  paused: boolean;
}

interface Run {
  readonly record: EventRecord;
  readonly since: number;
  /** Whose tracker its end completes: the newest assignment that delivered the offset. */
  held: Held;
}

interface DispatchNeeds {
  readonly clock: Clock;
  readonly handleEvent: HandleEvent;
  readonly laneOf: (topic: string) => MessageClass;
  readonly log: Log;
  readonly maxActive: number;
  readonly meters: Meters;
}

/**
 * Takes records as fast as they come, runs them in order per key and fairly between keys, and commits the longest
 * completed prefix of each assignment. A redelivered offset whose earlier run still works here is attached to that run.
 */
export class EventDispatcher implements EventReceiver {
  readonly #needs: DispatchNeeds;
  readonly #queue = new FairQueue<Run>();
  readonly #runs = new Map<string, Run>();
  readonly #stop = new AbortController();
  #held = new Map<string, Held>();
  #active = 0;
  #drained: (() => void) | undefined;

  constructor(needs: DispatchNeeds) {
    this.#needs = needs;
  }

  /** Records that run now. */
  get active(): number {
    return this.#active;
  }

  assigned(assignments: readonly Assignment[]): void {
    this.#held = new Map(
      assignments.map((assignment) => [
        `${assignment.topic}/${assignment.partition}`,
        { assignment, tracker: new OffsetTracker(), paused: false },
      ]),
    );
  }

  deliver(assignment: Assignment, records: readonly EventRecord[]): void {
    const partition = `${assignment.topic}/${assignment.partition}`;
    const held = this.#held.get(partition);
    if (held === undefined || held.assignment !== assignment) return;
    for (const record of records) {
      if (!held.tracker.deliver(record.offset)) continue;
      const place = `${partition}/${record.offset}`;
      const running = this.#runs.get(place);
      if (running !== undefined) {
        running.held = held;
        continue;
      }
      const run: Run = { record, since: this.#needs.clock.monotonic(), held };
      this.#runs.set(place, run);
      const key = record.key === null ? place : `${assignment.topic}\n${record.key.toString("latin1")}`;
      this.#queue.add(this.#needs.laneOf(assignment.topic), partition, key, run);
    }
    if (!held.paused && held.tracker.pending > pauseAt) {
      held.paused = true;
      assignment.pause();
    }
    this.#fill();
  }

  /** Starts nothing more; resolves when what runs has ended, or after `graceMs` (false: something was left). */
  async drain(graceMs: number): Promise<boolean> {
    this.#stop.abort();
    if (this.#active === 0) return true;
    const drained = new Promise<boolean>((resolve) => {
      this.#drained = () => resolve(true);
    });
    return Promise.race([drained, this.#needs.clock.sleep(graceMs).then(() => this.#active === 0)]);
  }

  #fill(): void {
    while (this.#active < this.#needs.maxActive && !this.#stop.signal.aborted) {
      const next = this.#queue.next();
      if (next === undefined) return;
      this.#active += 1;
      void this.#run(next.item).then((completed) => {
        this.#active -= 1;
        next.done();
        if (completed) this.#complete(next.item);
        if (this.#active === 0) this.#drained?.();
        this.#fill();
      });
    }
  }

  /** Repeats until it ended: the offset may not complete before. False: the service stops first. Never rejects. */
  async #run(run: Run): Promise<boolean> {
    const { clock, handleEvent, laneOf, log, meters } = this.#needs;
    meters.queueAge(laneOf(run.record.topic), (clock.monotonic() - run.since) / 1_000);
    for (let waitMs = 100; ; waitMs = Math.min(waitMs * 2, longestRetryMs)) {
      try {
        await handleEvent(run.record, this.#stop.signal);
        return true;
      } catch (error) {
        if (error instanceof Stopped || this.#stop.signal.aborted) return false;
        const { topic, partition, offset } = run.record;
        const cause = error instanceof Error ? error.name : "unknown";
        log.error({ topic, partition, offset: String(offset), cause }, "an event could not be completed; trying again");
        await clock.sleep(waitMs, this.#stop.signal);
      }
    }
  }

  #complete({ record, held }: Run): void {
    this.#runs.delete(`${record.topic}/${record.partition}/${record.offset}`);
    const next = held.tracker.complete(record.offset);
    if (next !== undefined) held.assignment.commit(next);
    if (held.paused && held.tracker.pending < resumeAt) {
      held.paused = false;
      held.assignment.resume();
    }
  }
}
