import { type EventPublisher, EventsUnavailable, type OutgoingEvent } from "../../application/ports/event-publisher.js";
import {
  type Assignment,
  type EventReceiver,
  type EventRecord,
  type EventSource,
  foldHeaders,
  type RecordHeader,
} from "../../application/ports/event-source.js";

export interface MemoryEventBusOptions {
  /** The topics whose records are delivered; all others are only kept. */
  readonly topics: readonly string[];
  /** Records kept per topic; default 10,000. */
  readonly retention?: number | undefined;
  readonly now?: (() => Date) | undefined;
  /**
   * The first offset of every topic; default 0. Where a journal outlives this bus, its offsets may not be used again.
   */
  readonly firstOffset?: bigint | undefined;
}

const BATCH = 500;

/** One topic with its one partition. */
class TopicLog {
  readonly records: EventRecord[] = [];
  end: bigint;
  committed: bigint;

  constructor(firstOffset: bigint) {
    this.end = firstOffset;
    this.committed = firstOffset;
  }

  from(offset: bigint, limit: number): readonly EventRecord[] {
    const first = this.records[0]?.offset ?? this.end;
    const start = offset > first ? Number(offset - first) : 0;
    return this.records.slice(start, start + limit);
  }
}

class Ownership implements Assignment {
  readonly partition = 0;
  readonly topic: string;
  readonly log: TopicLog;
  readonly #wake: () => void;
  position: bigint;
  paused = false;
  over = false;

  constructor(topic: string, log: TopicLog, wake: () => void) {
    this.topic = topic;
    this.log = log;
    this.position = log.committed;
    this.#wake = wake;
  }

  commit(next: bigint | undefined): void {
    if (!this.over && next !== undefined && next > this.log.committed) this.log.committed = next;
  }

  pause(): void {
    if (!this.over) this.paused = true;
  }

  resume(): void {
    if (this.over) return;
    this.paused = false;
    this.#wake();
  }
}

/**
 * Events without a broker: at least once within the process, nothing survives it. A delivered topic that is full of
 * records not yet committed refuses more, rather than dropping one; any other topic drops its oldest.
 */
export class MemoryEventBus implements EventSource, EventPublisher {
  readonly #logs = new Map<string, TopicLog>();
  readonly #delivered: ReadonlySet<string>;
  readonly #retention: number;
  readonly #now: () => Date;
  readonly #firstOffset: bigint;
  #receiver: EventReceiver | undefined;
  #assignments: readonly Ownership[] = [];
  #fetching = false;
  #scheduled = false;
  readonly #listeners = new Set<(topic: string) => void>();

  constructor(options: MemoryEventBusOptions) {
    this.#delivered = new Set(options.topics);
    this.#retention = options.retention ?? 10_000;
    this.#now = options.now ?? (() => new Date());
    this.#firstOffset = options.firstOffset ?? 0n;
  }

  async start(receiver: EventReceiver): Promise<void> {
    this.#end();
    this.#receiver = receiver;
    this.#fetching = true;
    this.#assignments = [...this.#delivered].map((topic) => new Ownership(topic, this.#log(topic), () => this.#wake()));
    receiver.assigned(this.#assignments);
    this.#wake();
  }

  async stopFetching(): Promise<void> {
    this.#fetching = false;
  }

  /** Ends the assignments; records published afterwards are kept for the next start. */
  async close(): Promise<void> {
    this.#end();
  }

  troubles(): readonly string[] {
    return [...this.#delivered]
      .filter((topic) => this.#full(topic, this.#log(topic)))
      .map((topic) => `The embedded topic ${topic} is full of records that are not completed.`);
  }

  retentionMs(_topic: string): number | undefined {
    return undefined;
  }

  async publish(event: OutgoingEvent): Promise<void> {
    const log = this.#log(event.topic);
    if (this.#full(event.topic, log)) throw new EventsUnavailable(`the embedded topic ${event.topic} is full`);
    const said = Object.entries(event.headers).map(([name, value]): RecordHeader => [name, bytes(value)]);
    const rawHeaders = [...said, ...(event.rawHeaders ?? [])];
    log.records.push({
      topic: event.topic,
      partition: 0,
      offset: log.end,
      timestamp: event.timestamp ?? this.#now(),
      key: event.key === null ? null : bytes(event.key),
      value: event.value === null ? null : bytes(event.value),
      headers: foldHeaders(rawHeaders),
      rawHeaders,
    });
    log.end += 1n;
    if (log.records.length > this.#retention) log.records.shift();
    this.#wake();
    for (const listener of this.#listeners) listener(event.topic);
  }

  /** Tells of each record once it can be read, until the answer is called. */
  onPublished(listener: (topic: string) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** At most `limit` records of a topic from an offset on, of those that are kept. */
  from(topic: string, offset: bigint, limit: number): readonly EventRecord[] {
    return this.#logs.get(topic)?.from(offset, limit) ?? [];
  }

  /** The newest records of a topic, at most `limit`, in offset order. */
  list(topic: string, limit: number): readonly EventRecord[] {
    return limit <= 0 ? [] : (this.#logs.get(topic)?.records.slice(-limit) ?? []);
  }

  /** The topics that hold records, or held some. */
  topics(): readonly string[] {
    return [...this.#logs.keys()];
  }

  /** Records of each topic that is delivered that are not completed. */
  lag(): readonly { readonly topic: string; readonly partition: number; readonly lag: number }[] {
    return [...this.#delivered].map((topic) => {
      const { committed, end } = this.#log(topic);
      return { topic, partition: 0, lag: Number(end - committed) };
    });
  }

  #full(topic: string, log: TopicLog): boolean {
    return this.#delivered.has(topic) && log.end - log.committed >= BigInt(this.#retention);
  }

  #log(topic: string): TopicLog {
    let log = this.#logs.get(topic);
    if (log === undefined) {
      log = new TopicLog(this.#firstOffset);
      this.#logs.set(topic, log);
    }
    return log;
  }

  #end(): void {
    for (const assignment of this.#assignments) assignment.over = true;
    this.#assignments = [];
    this.#receiver = undefined;
    this.#fetching = false;
  }

  #wake(): void {
    if (this.#scheduled || !this.#fetching) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.#deliver();
    });
  }

  #deliver(): void {
    let more = false;
    for (const assignment of this.#assignments) {
      if (!this.#fetching) return;
      if (assignment.paused || assignment.over) continue;
      const records = assignment.log.from(assignment.position, BATCH);
      const last = records.at(-1);
      if (last === undefined) continue;
      assignment.position = last.offset + 1n;
      more ||= assignment.position < assignment.log.end;
      this.#receiver?.deliver(assignment, records);
    }
    if (more) this.#wake();
  }
}

function bytes(value: Buffer | string): Buffer {
  return Buffer.from(value as string);
}
