import { backoff } from "../../../domain/backoff.js";
import { grouped } from "../../../domain/grouped.js";
import { errorText } from "../../../domain/error-text.js";
import { EventsUnavailable, EventTooLarge } from "../../../application/ports/event-publisher.js";
import type { Log } from "../../../application/ports/log.js";
import type { IdempotentProducer } from "./idempotent-producer.js";
import { type OutgoingRecord, sizeOf } from "./outgoing-record.js";

export interface TopicWriterOptions {
  /** For people. */
  readonly topic: string;
  readonly producer: Pick<IdempotentProducer, "connect" | "send" | "close" | "placeOf">;
  readonly deadlineMs: number;
  /** Records that come within this many ms of the first go with it. */
  readonly lingerMs: number;
  /** A smaller one where the broker calls this too large; undefined: there is none. */
  readonly shrink: (record: OutgoingRecord) => OutgoingRecord | undefined;
  readonly log: Log;
}

interface Waiting {
  message: OutgoingRecord;
  readonly bytes: number;
  readonly until: number;
  done: boolean;
  end(error?: Error): void;
}

const longestWaitMs = 2_000;
const waitMs = backoff(100, longestWaitMs);
/** A request under way for longer is worth a word. */
const patienceMs = 3_000;
/** One request to one partition; half of the broker's default limit. */
const mostBytes = 512 * 1024;
const mostRecords = 1_000;

const sleep = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms));
/** Keeps no process alive. */
const idle = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms).unref());

const isTooLarge = (error: unknown): boolean =>
  ["MESSAGE_TOO_LARGE", "RECORD_LIST_TOO_LARGE"].includes((error as { type?: string }).type ?? "");

/**
 * The records published to one topic, in order. Records that gather within a few milliseconds, or while the request
 * before them is under way, go in one request. A failed record is sent again, partition by partition, until it is
 * durable or its time is over.
 */
export class TopicWriter {
  readonly #options: TopicWriterOptions;
  #queue: Waiting[] = [];
  /** In the order of their deadlines, which one timer watches. */
  readonly #open = new Set<Waiting>();
  #deadline: NodeJS.Timeout | undefined;
  #work: Promise<void> | undefined;
  #trouble: string | undefined;
  #askedAt: number | undefined;
  #closed = false;

  constructor(options: TopicWriterOptions) {
    this.#options = options;
  }

  get trouble(): string | undefined {
    if (this.#trouble !== undefined || this.#askedAt === undefined) return this.#trouble;
    const silentMs = performance.now() - this.#askedAt;
    return silentMs < patienceMs
      ? undefined
      : `Kafka has not answered for ${Math.round(silentMs / 1_000)} s to what is written to ${this.#options.topic}.`;
  }

  publish(message: OutgoingRecord): Promise<void> {
    const { deadlineMs, topic } = this.#options;
    if (this.#closed)
      return Promise.reject(new EventsUnavailable(`nothing more is written to ${topic}: the publisher is closed`));
    return new Promise((resolve, reject) => {
      const waiting: Waiting = {
        message,
        bytes: sizeOf(message),
        until: performance.now() + deadlineMs,
        done: false,
        end: (error) => {
          waiting.done = true;
          this.#forget(waiting);
          if (error === undefined) resolve();
          else reject(error);
        },
      };
      this.#queue.push(waiting);
      this.#open.add(waiting);
      this.#deadline ??= setTimeout(() => this.#expire(), deadlineMs);
      this.#work ??= this.#drain();
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#work;
    await this.#options.producer.close();
  }

  #forget(waiting: Waiting): void {
    this.#open.delete(waiting);
    if (this.#open.size > 0) return;
    clearTimeout(this.#deadline);
    this.#deadline = undefined;
  }

  /** Ends the records whose time is over, and waits for the next one's. */
  #expire(): void {
    const { deadlineMs, topic } = this.#options;
    for (const waiting of this.#open) {
      const leftMs = waiting.until - performance.now();
      // A timer may be a moment early.
      if (leftMs > 1) {
        this.#deadline = setTimeout(() => this.#expire(), leftMs);
        return;
      }
      const trouble = this.#trouble ?? "no answer";
      waiting.end(new EventsUnavailable(`${topic} did not take a record within ${deadlineMs} ms: ${trouble}`));
    }
  }

  async #drain(): Promise<void> {
    while (this.#queue.length > 0) {
      if (this.#queue.length < mostRecords) await sleep(this.#options.lingerMs);
      await this.#deliver(this.#take());
    }
    this.#work = undefined;
    if (this.#trouble !== undefined && !this.#closed) void this.#recover();
  }

  /** The records for the next request; a large record goes alone, so that no other is repeated when it is refused. */
  #take(): Waiting[] {
    let bytes = 0;
    let count = 0;
    while (count < Math.min(this.#queue.length, mostRecords)) {
      bytes += this.#queue[count]!.bytes;
      if (bytes > mostBytes && count > 0) break;
      count += 1;
    }
    return this.#queue.splice(0, count);
  }

  /** Ends when every record of the batch did: durable, refused for good, or too late. */
  async #deliver(batch: readonly Waiting[]): Promise<void> {
    const placeOf = ({ message }: Waiting) => this.#options.producer.placeOf(message);
    let sent = await this.#send(batch);
    for (let failed = 0; !sent; failed += 1) {
      await sleep(waitMs(failed));
      sent = true;
      for (const group of grouped(batch, placeOf).values()) sent = (await this.#send(group)) && sent;
    }
  }

  /** In order; false where the rest must wait. */
  async #send(group: readonly Waiting[]): Promise<boolean> {
    const open = group.filter(({ done }) => !done);
    if (open.length === 0) return true;
    const answer = await this.#request(open);
    if (answer !== "too-large") return answer === "durable";
    if (open.length === 1) {
      this.#shrink(open[0]!);
      return this.#send(open);
    }
    const half = open.length >> 1;
    return (await this.#send(open.slice(0, half))) && this.#send(open.slice(half));
  }

  async #request(open: readonly Waiting[]): Promise<"durable" | "failed" | "too-large"> {
    const { log, producer, topic } = this.#options;
    this.#askedAt = performance.now();
    try {
      await producer.send(open.map(({ message }) => message));
      for (const waiting of open) waiting.end();
      this.#trouble = undefined;
      return "durable";
    } catch (error) {
      if (isTooLarge(error)) return "too-large";
      if (this.#trouble === undefined)
        log.warn({ topic, why: errorText(error) }, "the topic takes nothing; trying again");
      this.#trouble = `Kafka does not take what is written to ${topic}: ${errorText(error)}`;
      return "failed";
    } finally {
      this.#askedAt = undefined;
    }
  }

  #shrink(waiting: Waiting): void {
    const { shrink, topic } = this.#options;
    const smaller = shrink(waiting.message);
    if (smaller === undefined)
      waiting.end(new EventTooLarge(`${topic} calls a record of ${waiting.bytes} bytes too large`));
    else waiting.message = smaller;
  }

  /** With nothing left to write, a connection is proof enough that the trouble is over. */
  async #recover(): Promise<void> {
    while (this.#trouble !== undefined && this.#work === undefined && !this.#closed) {
      await idle(longestWaitMs);
      if (this.#work !== undefined || this.#closed) return;
      await this.#options.producer.connect().then(
        () => {
          this.#trouble = undefined;
        },
        () => undefined,
      );
    }
  }
}
