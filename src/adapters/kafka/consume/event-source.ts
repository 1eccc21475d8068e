import { setTimeout as sleep } from "node:timers/promises";
import type { ErrorLog } from "../../../application/ports/error-log.js";
import type { EventReceiver, EventSource } from "../../../application/ports/event-source.js";
import type { Journal } from "../../../application/ports/journal.js";
import type { Log } from "../../../application/ports/log.js";
import { readBrokerTime } from "../library/broker-time.js";
import { createClient } from "../library/client.js";
import { createBrokerClock } from "./broker-clock.js";
import { ConsumerSupervisor } from "./consumer-supervisor.js";
import { GroupSession } from "./group-session.js";
import { createGroupConsumer } from "./group-consumer.js";
import { GroupWatch } from "./group-watch.js";
import { errorText } from "../../../domain/error-text.js";
import { kafkaAway } from "../topics/kafka-away.js";
import { readInputTopics } from "../topics/input-topics.js";
import type { KafkaSettings } from "../library/settings.js";

export interface KafkaEventSourceOptions {
  readonly settings: KafkaSettings;
  /** Without the prefix; a missing topic (`ensureTopics` makes them) is named, and read once it is there. */
  readonly topics: readonly string[];
  readonly journal: Pick<Journal, "born" | "knows"> & Partial<Pick<Journal, "stamp">>;
  readonly errorLog: ErrorLog;
  readonly log: Log;
  /** The clock that Kafka's is compared with, in ms since 1970; undefined: none is. */
  readonly now?: (() => number) | undefined;
  /**
   * The broker answers once it has so many bytes, or after half a second: fewer, larger answers for records that nobody
   * waits for. Undefined: each record comes at once.
   */
  readonly leastBytes?: number | undefined;
}

/** The number of records that the group has not completed in one of our partitions. */
export interface PartitionLag {
  readonly topic: string;
  readonly partition: number;
  readonly lag: number;
}

export interface KafkaEventSource extends EventSource {
  /**
   * For `sms_consumer_lag`; empty while partitions change hands. Taken from the last fetches: the end of a paused
   * partition may be older.
   */
  lag(): readonly PartitionLag[];
  /** Weak points that work nevertheless, each a sentence. */
  warnings(): readonly string[];
}

const closeWithinMs = 5_000;

/** See the port for the promises. Starting never rejects: a broker that is away is a trouble, and is tried again for ever. */
export const createKafkaEventSource = (options: KafkaEventSourceOptions): KafkaEventSource => {
  const { log, settings, topics } = options;
  const kafka = createClient(settings, log);
  const names = topics.map((topic) => settings.KAFKA_TOPIC_PREFIX + topic);
  const inputTopics = () => readInputTopics(kafka, names);
  const delivery = new GroupSession({ ...options, kafka, inputTopics, consumer: () => life.consumer });
  const sessionMs = settings.KAFKA_SESSION_TIMEOUT_MS;
  const life: ConsumerSupervisor = new ConsumerSupervisor({
    build: () => createGroupConsumer(kafka, settings, options.leastBytes),
    topics: () => watch.subscribable(),
    events: delivery,
    why: (error) => errorText(kafkaAway(settings.KAFKA_BROKERS, error)),
    silentMs: Math.max(3 * sessionMs, 30_000),
  });
  const watch = new GroupWatch({
    kafka,
    groupId: settings.KAFKA_GROUP_ID,
    topics: names,
    log,
    changed: (why) => life.restart(why),
  });
  const clock = options.now && createBrokerClock({ read: () => readBrokerTime(kafka), now: options.now });
  let closing: Promise<void> | undefined;

  const close = async () => {
    const within = (work: Promise<void>) => Promise.race([work, sleep(closeWithinMs, undefined, { ref: false })]);
    watch.close();
    clock?.close();
    delivery.stop();
    await within(delivery.commits.flush());
    delivery.end("The consumer is closed.");
    await within(life.close());
  };

  return {
    start: (receiver: EventReceiver) => {
      delivery.receiver = receiver;
      watch.start();
      clock?.start();
      return life.start();
    },
    stopFetching: async () => delivery.stop(),
    close: () => {
      closing ??= close();
      return closing;
    },
    troubles: () => {
      if (delivery.trouble !== undefined) return [delivery.trouble, ...watch.troubles()];
      if (life.silentMs > sessionMs)
        return [`Kafka has acknowledged no heartbeat for ${Math.round(life.silentMs / 1_000)} s.`];
      return [...delivery.troubles(), ...watch.troubles(), ...delivery.commits.troubles()];
    },
    warnings: () => clock?.warnings() ?? [],
    retentionMs: (topic) => delivery.retention.get(settings.KAFKA_TOPIC_PREFIX + topic),
    lag: () =>
      delivery.trouble === undefined
        ? delivery.assignments.map(({ topic, partition, lag }) => ({ topic, partition, lag }))
        : [],
  };
};
