import { randomUUID } from "node:crypto";
import kafkajs, { type Kafka } from "kafkajs";
import { eventRecord } from "../../src/adapters/kafka/consume/event-record.js";
import { patchKafkajs } from "../../src/adapters/kafka/library/kafkajs-patches.js";
import type { KafkaSettings } from "../../src/adapters/kafka/library/settings.js";
import type { EventRecord } from "../../src/application/ports/event-source.js";
import { makeTopics } from "./make-topics.js";

/** A prefix and a group of its own on some broker, so that tests share one without meeting. */
export interface KafkaStage {
  readonly settings: KafkaSettings;
  readonly kafka: Kafka;
  makeTopics(topics: readonly string[], partitions?: number, config?: Readonly<Record<string, string>>): Promise<void>;
  /** Everything in a topic so far, partition by partition. */
  readAll(topic: string): Promise<readonly EventRecord[]>;
  committed(topics: readonly string[]): Promise<ReadonlyMap<string, { offset: string; metadata: string | null }>>;
}

/** The ends of a topic; of one that was made just now a partition may have no leader yet, which kafkajs takes for the end. */
const endsOf = async (admin: ReturnType<Kafka["admin"]>, topic: string) => {
  for (const deadline = Date.now() + 10_000; ; ) {
    try {
      return await admin.fetchTopicOffsets(topic);
    } catch (error) {
      if ((error as { type?: string }).type !== "NOT_LEADER_FOR_PARTITION" || Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
};

export const kafkaStage = (brokers: string, change: Partial<KafkaSettings> = {}): KafkaStage => {
  patchKafkajs();
  const prefix = `t${randomUUID().slice(0, 8)}.`;
  const settings: KafkaSettings = {
    KAFKA_BROKERS: brokers.split(","),
    KAFKA_TOPIC_PREFIX: prefix,
    KAFKA_GROUP_ID: `group-${prefix}`,
    KAFKA_TOPIC_PARTITIONS: 2,
    KAFKA_SESSION_TIMEOUT_MS: 6_000,
    ...change,
  };
  const kafka = new kafkajs.Kafka({
    brokers: brokers.split(","),
    logLevel: kafkajs.logLevel.NOTHING,
    retry: { retries: 10, initialRetryTime: 100 },
  });
  const asAdmin = async <Result>(use: (admin: ReturnType<Kafka["admin"]>) => Promise<Result>) => {
    const admin = kafka.admin();
    await admin.connect();
    try {
      return await use(admin);
    } finally {
      await admin.disconnect();
    }
  };
  return {
    settings,
    kafka,
    makeTopics: (topics, partitions = 1, config = {}) =>
      asAdmin(async (admin) => {
        const configEntries = Object.entries(config).map(([name, value]) => ({ name, value }));
        await makeTopics(
          admin,
          topics.map((topic) => ({ topic: prefix + topic, numPartitions: partitions, configEntries })),
        );
      }),
    readAll: async (topic) => {
      const ends = await asAdmin((admin) => endsOf(admin, prefix + topic));
      const waiting = new Map(ends.filter(({ high, low }) => high !== low).map((end) => [end.partition, end.high]));
      const records: EventRecord[] = [];
      if (waiting.size === 0) return records;
      const consumer = kafka.consumer({ groupId: randomUUID(), maxWaitTimeInMs: 50 });
      await consumer.subscribe({ topics: [prefix + topic], fromBeginning: true });
      await new Promise<void>((resolve, reject) => {
        consumer
          .run({
            autoCommit: false,
            eachBatch: async ({ batch }) => {
              for (const message of batch.messages) records.push(eventRecord(topic, batch.partition, message));
              if (BigInt(batch.lastOffset()) + 1n >= BigInt(waiting.get(batch.partition) ?? "0"))
                waiting.delete(batch.partition);
              if (waiting.size === 0) resolve();
            },
          })
          .catch(reject);
      });
      await consumer.disconnect();
      return records.sort((a, b) => a.partition - b.partition || Number(a.offset - b.offset));
    },
    committed: (topics) =>
      asAdmin(async (admin) => {
        const names = topics.map((topic) => prefix + topic);
        const groups = await admin.fetchOffsets({ groupId: settings.KAFKA_GROUP_ID, topics: names });
        return new Map(
          groups.flatMap(({ topic, partitions }) =>
            partitions.map(
              ({ partition, offset, metadata }) =>
                [`${topic.slice(prefix.length)}/${partition}`, { offset, metadata }] as const,
            ),
          ),
        );
      }),
  };
};
