/** The part of the configuration that the adapters of this folder need; names are the settings'. */
export interface KafkaSettings {
  /** `host:port` each. */
  readonly KAFKA_BROKERS: readonly string[];
  /** Prepended to every topic as it is. */
  readonly KAFKA_TOPIC_PREFIX: string;
  readonly KAFKA_GROUP_ID: string;
  readonly KAFKA_TOPIC_PARTITIONS: number;
  /** Replicas of a topic made here; undefined: the broker's default. */
  readonly KAFKA_TOPIC_REPLICATION?: number | undefined;
  readonly KAFKA_SESSION_TIMEOUT_MS: number;
  readonly KAFKA_SSL?: boolean | undefined;
  /** No mechanism: no SASL. */
  readonly KAFKA_SASL_MECHANISM?: "plain" | "scram-sha-256" | "scram-sha-512" | undefined;
  readonly KAFKA_SASL_USERNAME?: string | undefined;
  /** Asked at each sign-in: it may have been rotated. */
  readonly saslPassword?: (() => string) | undefined;
}
