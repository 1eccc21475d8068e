import { setTimeout as sleep } from "node:timers/promises";
import { backoff } from "../../../domain/backoff.js";
import type { Consumer, EachBatchPayload, IMemberAssignment } from "kafkajs";

export interface PassedBatch {
  readonly topic: string;
  readonly partition: number;
  readonly highWatermark: string;
  readonly lastOffset: string;
}

/** Events in the consumer's life; all synchronous, and none may throw into kafkajs. */
export interface ConsumerEvents {
  /** A member of the group again: nothing has been fetched yet under this assignment. */
  joined(partitions: IMemberAssignment): void;
  batch(payload: EachBatchPayload): void;
  /** Fetched, and of it nothing is to be delivered: markers, aborted records. */
  passed(batch: PassedBatch): void;
  /** About to join again. */
  rebalancing(): void;
  /** Out of the group; another consumer is being built. */
  lost(why: string): void;
}

const waitMs = backoff(250, 5_000);
const leaveWithinMs = 5_000;

export interface ConsumerSupervisorOptions {
  readonly build: () => Consumer;
  /** Full names of those there are now; rejects where there are none. */
  readonly topics: () => Promise<readonly string[]>;
  readonly events: ConsumerEvents;
  /** The sentence for a person on an error that ended a consumer. */
  readonly why: (error: unknown) => string;
  /** A consumer without an acknowledged heartbeat for this long is given up, though kafkajs has not. */
  readonly silentMs: number;
}

/**
 * A chain of consumers: whenever one ends (a crash that kafkajs would or would not restart, a broker that is away),
 * the next is built after a growing wait, without end.
 */
export class ConsumerSupervisor {
  readonly #options: ConsumerSupervisorOptions;
  readonly #end = new AbortController();
  #current: Consumer | undefined;
  #restart: ((why: string) => void) | undefined;
  #failed = 0;
  #heartbeatAt = performance.now();

  constructor(options: ConsumerSupervisorOptions) {
    this.#options = options;
  }

  /** Since the coordinator last answered to this member. */
  get silentMs(): number {
    return performance.now() - this.#heartbeatAt;
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
    if (consumer !== undefined) await this.#leave(consumer);
  }

  /** A consumer that hangs may not keep the next one waiting. */
  async #leave(consumer: Consumer): Promise<void> {
    const left = consumer.disconnect().catch(() => undefined);
    await Promise.race([left, sleep(leaveWithinMs, undefined, { ref: false })]);
  }

  async #live(attempted: () => void): Promise<void> {
    const { signal } = this.#end;
    const ended = new Promise<string>((resolve) => signal.addEventListener("abort", () => resolve("closed")));
    while (!signal.aborted) {
      const consumer = this.#options.build();
      this.#current = consumer;
      this.#heartbeatAt = performance.now();
      const crashed = this.#listen(consumer);
      // Joining takes seconds, and what it subscribed to may hold no longer at its end.
      const restarted = new Promise<string>((resolve) => {
        this.#restart = resolve;
      });
      const failed = await this.#join(consumer).then(() => undefined, this.#options.why);
      attempted();
      const why = failed ?? (await Promise.race([crashed, ended, restarted, this.#silence(consumer)]));
      if (signal.aborted) break;
      this.#current = undefined;
      this.#options.events.lost(why);
      await this.#leave(consumer);
      await sleep(waitMs(this.#failed), undefined, { signal }).catch(() => undefined);
      this.#failed += 1;
    }
    attempted();
  }

  async #join(consumer: Consumer): Promise<void> {
    await consumer.connect();
    await consumer.subscribe({ topics: [...(await this.#options.topics())], fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      eachBatch: async (payload) => {
        if (this.#current === consumer) this.#options.events.batch(payload);
      },
    });
  }

  /** Makes the next consumer, which subscribes again. */
  restart(why: string): void {
    this.#restart?.(why);
  }

  /** Resolves once this consumer has been silent for too long. */
  async #silence(consumer: Consumer): Promise<string> {
    const { silentMs } = this.#options;
    while (this.#current === consumer && this.silentMs < silentMs)
      await sleep(Math.max(100, silentMs - this.silentMs), undefined, { ref: false });
    return `no heartbeat was acknowledged for ${Math.round(silentMs / 1_000)} s`;
  }

  /** Resolves with the reason when the consumer crashes. */
  #listen(consumer: Consumer): Promise<string> {
    const { events, why } = this.#options;
    const { CRASH, GROUP_JOIN, HEARTBEAT, REBALANCING, START_BATCH_PROCESS } = consumer.events;
    const whileCurrent = (react: () => void) => {
      if (this.#current === consumer) react();
    };
    const answered = () => {
      this.#heartbeatAt = performance.now();
    };
    consumer.on(GROUP_JOIN, ({ payload }) =>
      whileCurrent(() => {
        answered();
        this.#failed = 0;
        events.joined(payload.memberAssignment);
      }),
    );
    consumer.on(START_BATCH_PROCESS, ({ payload }) =>
      whileCurrent(() => {
        if (payload.batchSize === 0) events.passed(payload);
      }),
    );
    consumer.on(HEARTBEAT, () => whileCurrent(answered));
    consumer.on(REBALANCING, () => whileCurrent(() => events.rebalancing()));
    return new Promise((resolve) => consumer.on(CRASH, ({ payload }) => resolve(why(payload.error))));
  }
}
