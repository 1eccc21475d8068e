import type { ITopicConfig } from "kafkajs";
import type { KafkaSettings } from "../library/settings.js";

/** The service's topics by purpose, without the prefix. */
export interface TopicSet {
  /** The topics consumed. */
  readonly inputs: readonly string[];
  /** The topics written, without dead letters. */
  readonly outputs: readonly string[];
  /** The topics written and kept for good: the last record of each key. */
  readonly compacted?: readonly string[] | undefined;
  readonly deadLetter: string;
}

/** Kafka's own default of `message.max.bytes`. */
export const defaultMessageBytes = 1_048_588;
/** Room beyond the record itself: a dead letter also holds headers and the reason. */
const deadLetterSpare = 4 * 1024 * 1024;

export const deadLetterBytes = (inputs: readonly number[]): number =>
  Math.max(defaultMessageBytes, ...inputs) + deadLetterSpare;

/** Plans the settings of topics that are missing. */
export const topicPlan = (
  { KAFKA_TOPIC_PARTITIONS, KAFKA_TOPIC_REPLICATION }: KafkaSettings,
  topic: string,
  config: Readonly<Record<string, string>>,
): ITopicConfig => {
  // With three copies, two must hold an acknowledged record, or one lost broker takes it along.
  const safe = (KAFKA_TOPIC_REPLICATION ?? 0) >= 3 ? { "min.insync.replicas": "2" } : {};
  return {
    topic,
    numPartitions: KAFKA_TOPIC_PARTITIONS,
    replicationFactor: KAFKA_TOPIC_REPLICATION ?? -1,
    configEntries: Object.entries({ ...safe, ...config }).map(([name, value]) => ({ name, value })),
  };
};

/** The same as a command for somebody with the rights. */
export const createCommand = (brokers: readonly string[], plan: ITopicConfig): string =>
  [
    `kafka-topics.sh --bootstrap-server ${brokers.join(",")} --create --if-not-exists --topic ${plan.topic}`,
    `--partitions ${plan.numPartitions}`,
    ...(plan.replicationFactor === -1 ? [] : [`--replication-factor ${plan.replicationFactor}`]),
    ...(plan.configEntries ?? []).map(({ name, value }) => `--config ${name}=${value}`),
  ].join(" ");

export const alterCommand = (brokers: readonly string[], topic: string, name: string, value: string): string =>
  `kafka-configs.sh --bootstrap-server ${brokers.join(",")} --alter --entity-type topics --entity-name ${topic} --add-config ${name}=${value}`;
