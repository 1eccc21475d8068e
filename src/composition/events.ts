import type { Config } from "../adapters/environment/config.js";
import { MemoryEventBus } from "../adapters/memory/event-bus.js";
import type { Clock } from "../application/ports/clock.js";
import type { EventPublisher } from "../application/ports/event-publisher.js";
import type { EventSource } from "../application/ports/event-source.js";
import type { Journal } from "../application/ports/journal.js";
import type { Log } from "../application/ports/log.js";

/** Where events come from and outcomes go, and its life. */
export interface Events {
  readonly source: EventSource;
  readonly publisher: EventPublisher;
  /** The embedded bus, where no Kafka is configured. */
  readonly bus: MemoryEventBus | undefined;
  /** Makes sure of the topics; answers what is weak about them, each a sentence with its cure. */
  open(): Promise<readonly string[]>;
  /** Records not committed yet, by partition. */
  lag(): readonly { readonly topic: string; readonly partition: number; readonly records: number }[];
}

interface EventNeeds {
  readonly clock: Clock;
  readonly config: Config;
  readonly journal: Journal;
  readonly log: Log;
  /** Of all routed events, without prefix. */
  readonly topics: readonly string[];
}

/** The embedded bus, or Kafka where it is configured. */
export const createEvents = ({ clock, config, topics }: EventNeeds): Events => {
  // A journal in Redis remembers the offsets of earlier lives.
  const firstOffset = config.REDIS_URL === undefined ? 0n : BigInt(clock.now().getTime()) * 1_000n;
  const bus = new MemoryEventBus({ topics, firstOffset, now: () => clock.now() });
  return {
    source: bus,
    publisher: bus,
    bus,
    open: async () => ["Events are on the embedded bus: they end with the process; set KAFKA_BROKERS"],
    lag: () => [],
  };
};
