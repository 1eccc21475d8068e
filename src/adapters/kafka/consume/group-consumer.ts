import type { Consumer, Kafka } from "kafkajs";
import { shortRetry } from "../library/client.js";
import type { KafkaSettings } from "../library/settings.js";

/**
 * A member of the group, not yet connected. `leastBytes`: the broker answers once it has so many, or after half a
 * second with what it has.
 */
export const createGroupConsumer = (kafka: Kafka, settings: KafkaSettings, leastBytes = 1): Consumer => {
  const sessionTimeout = settings.KAFKA_SESSION_TIMEOUT_MS;
  return kafka.consumer({
    groupId: settings.KAFKA_GROUP_ID,
    sessionTimeout,
    heartbeatInterval: Math.floor(sessionTimeout / 3),
    rebalanceTimeout: Math.max(2 * sessionTimeout, 10_000),
    // Also how soon a pause or a resume is felt, and how often a heartbeat can be sent; each idle turn costs us and the broker.
    maxWaitTimeInMs: Math.min(500, Math.floor(sessionTimeout / 6)),
    minBytes: leastBytes,
    maxBytesPerPartition: 256 * 1024,
    maxBytes: 4 * 1024 * 1024,
    // New partitions are read after at most this time.
    metadataMaxAge: 5_000,
    allowAutoTopicCreation: false,
    // Every crash is answered in one place, with a new consumer: a consumer that kafkajs restarts keeps its old
    // state.
    retry: { ...shortRetry, restartOnFailure: async () => false },
  });
};
