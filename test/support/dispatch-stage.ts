import { setMaxListeners } from "node:events";
import { EventDispatcher } from "../../src/application/intake/dispatch-events.js";
import { Stopped } from "../../src/application/delivery/stopped.js";
import type { Assignment, EventRecord, OffsetRange } from "../../src/application/ports/event-source.js";
import type { MessageClass } from "../../src/domain/message-class.js";
import { ManualClock } from "./manual-clock.js";
import { noMeters } from "./no-meters.js";
import { silentErrorLog } from "./silent-error-log.js";

const topic = "order.created";
/** Events of this one ask for no text. */
export const toldTopic = "sms.received";

/** A record whose lane is its header. */
export const aRecord = (
  partition: number,
  offset: number,
  key: string | null = `k${offset}`,
  lane: MessageClass = "transactional",
  bytes = 0,
): EventRecord => ({
  topic,
  partition,
  offset: BigInt(offset),
  timestamp: new Date(0),
  key: key === null ? null : Buffer.from(key),
  value: Buffer.alloc(bytes),
  headers: { lane: Buffer.from(lane) },
});

export const laneOf = ({ headers }: EventRecord) => String(headers["lane"]) as MessageClass;
export const placeOf = ({ partition, offset }: EventRecord) => `${partition}/${offset}`;
/** What its order goes by. */
export const orderOf = (record: EventRecord) =>
  record.key === null ? placeOf(record) : `${record.partition}/${record.key}`;

/** A partition in somebody's hands, with what was delivered of it, in order, and whether each is completed. */
export class TestAssignment implements Assignment {
  readonly topic: string;
  readonly partition: number;
  readonly delivered = new Map<bigint, boolean>();
  readonly commits: bigint[] = [];
  over = false;
  paused = false;

  constructor(partition: number, of = topic) {
    this.partition = partition;
    this.topic = of;
  }

  /** What was said to be completed beyond the prefix. */
  beyond: readonly OffsetRange[] = [];

  commit(next: bigint | undefined, beyond: () => readonly OffsetRange[]): void {
    if (this.over) return;
    if (next !== undefined) this.commits.push(next);
    this.beyond = beyond();
  }

  pause(): void {
    this.paused = true;
  }

  resume(): void {
    this.paused = false;
  }

  /** One after the longest completed prefix of what was delivered. */
  get committable(): bigint | undefined {
    let next: bigint | undefined;
    for (const [offset, completed] of this.delivered) {
      if (!completed) break;
      next = offset + 1n;
    }
    return next;
  }
}

interface Running {
  readonly record: EventRecord;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/** A dispatcher whose records end when the test says so. `begins`: told of each that begins. */
export class DispatchStage {
  readonly clock = new ManualClock();
  readonly running: Running[] = [];
  readonly begun: string[] = [];
  readonly dispatcher: EventDispatcher;
  /** What was given up, and why. */
  readonly givenUp: [string, unknown][] = [];
  /** As the breaker would say it. */
  gatewayClosed = false;
  /** What runs ends when the dispatcher stops; otherwise it is past the point where it could. */
  stops = true;

  constructor(mostActive: number, begins: (record: EventRecord) => void = () => undefined) {
    this.dispatcher = new EventDispatcher({
      clock: this.clock,
      gatewayClosed: () => this.gatewayClosed,
      errorLog: silentErrorLog,
      giveUpRecord: async (record, _read, error) => {
        this.givenUp.push([placeOf(record), error]);
      },
      meters: noMeters,
      mostActive,
      tells: (of) => of === toldTopic,
      readEvent: (record) => ({ kind: "messages", lane: laneOf(record), messages: [] }),
      handleEvent: (record, _read, stop) =>
        new Promise<void>((resolve, reject) => {
          begins(record);
          this.begun.push(placeOf(record));
          this.running.push({ record, resolve, reject });
          setMaxListeners(0, stop);
          const stopped = () => this.stops && reject(new Stopped("The service stops"));
          stop.addEventListener("abort", stopped, { once: true });
        }),
    });
  }

  /** Takes one of those that run off the list. */
  take(at: number): Running | undefined {
    return this.running.splice(at % Math.max(this.running.length, 1), 1)[0];
  }

  complete(place: string): void {
    this.take(this.running.findIndex(({ record }) => placeOf(record) === place))!.resolve();
  }
}

/** Lets promises go on. */
export const microtasks = async (): Promise<void> => {
  for (let n = 0; n < 8; n += 1) await Promise.resolve();
};
