import { setTimeout as sleep } from "node:timers/promises";
import type { Consumer, EachBatchPayload, IMemberAssignment } from "kafkajs";

/** What happens to the consumer; all synchronous, and none may throw into kafkajs. */
export interface ConsumerEvents {
  /** A member of the group again: nothing has been fetched yet under this assignment. */
  joined(partitions: IMemberAssignment): void;
  batch(payload: EachBatchPayload): void;
  heartbeat(): void;
  /** About to join again. */
  rebalancing(): void;
  /** Out of the group; another consumer is being built. */
  lost(why: string): void;
}

const firstWaitMs = 250;
const longestWaitMs = 5_000;

/**
 * One consumer after another: whatever ends one (a crash that kafkajs would or would not restart, a broker that is away), the
 * next is built after a wait that grows, for as long as it takes.
 */
export class ConsumerLife {
  readonly #build: () => Consumer;
  readonly #topics: readonly string[];
  readonly #events: ConsumerEvents;
  readonly #end = new AbortController();
  #current: Consumer | undefined;
  #waitMs = firstWaitMs;

  constructor(build: () => Consumer, topics: readonly string[], events: ConsumerEvents) {
    this.#build = build;
    this.#topics = topics;
    this.#events = events;
  }

  get consumer(): Consumer | undefined {
    return this.#current;
  }

  /** Resolves once the first consumer joined or failed; goes on in the background either way. Never rejects. */
  start(): Promise<void> {
    return new Promise((attempted) => void this.#live(attempted));
  }

  async close(): Promise<void> {
    this.#end.abort();
    const consumer = this.#current;
    this.#current = undefined;
    await consumer?.disconnect().catch(() => undefined);
  }

  async #live(attempted: () => void): Promise<void> {
    const { signal } = this.#end;
    const ended = new Promise<string>((resolve) => signal.addEventListener("abort", () => resolve("closed")));
    while (!signal.aborted) {
      const consumer = this.#build();
      this.#current = consumer;
      const crashed = this.#listen(consumer);
      const failed = await this.#join(consumer).then(
        () => undefined,
        (error: unknown) => (error instanceof Error ? error.message : "unknown"),
      );
      attempted();
      const why = failed ?? (await Promise.race([crashed, ended]));
      if (signal.aborted) break;
      this.#current = undefined;
      this.#events.lost(why);
      await consumer.disconnect().catch(() => undefined);
      await sleep(this.#waitMs, undefined, { signal }).catch(() => undefined);
      this.#waitMs = Math.min(this.#waitMs * 2, longestWaitMs);
    }
    attempted();
  }

  async #join(consumer: Consumer): Promise<void> {
    await consumer.connect();
    await consumer.subscribe({ topics: [...this.#topics], fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      eachBatch: async (payload) => {
        if (this.#current === consumer) this.#events.batch(payload);
      },
    });
  }

  /** Resolves with the reason when the consumer crashes. */
  #listen(consumer: Consumer): Promise<string> {
    const { CRASH, GROUP_JOIN, HEARTBEAT, REBALANCING } = consumer.events;
    const whileCurrent = (react: () => void) => {
      if (this.#current === consumer) react();
    };
    consumer.on(GROUP_JOIN, ({ payload }) =>
      whileCurrent(() => {
        this.#waitMs = firstWaitMs;
        this.#events.joined(payload.memberAssignment);
      }),
    );
    consumer.on(HEARTBEAT, () => whileCurrent(() => this.#events.heartbeat()));
    consumer.on(REBALANCING, () => whileCurrent(() => this.#events.rebalancing()));
    return new Promise((resolve) => consumer.on(CRASH, ({ payload }) => resolve(payload.error.message)));
  }
}
