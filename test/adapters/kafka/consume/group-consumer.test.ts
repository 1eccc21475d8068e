import type { ConsumerConfig, Kafka } from "kafkajs";
import { expect, test } from "vitest";
import { createGroupConsumer } from "../../../../src/adapters/kafka/consume/group-consumer.js";

const settings = {
  KAFKA_BROKERS: ["127.0.0.1:1"],
  KAFKA_GROUP_ID: "g",
  KAFKA_TOPIC_PREFIX: "",
  KAFKA_TOPIC_PARTITIONS: 6,
};

test.each([
  ["every record comes at once", 30_000, undefined, { minBytes: 1, maxWaitTimeInMs: 500, heartbeatInterval: 10_000 }],
  ["what nobody waits for comes together", 30_000, 65_536, { minBytes: 65_536, maxWaitTimeInMs: 500 }],
  ["a short session is kept alive all the same", 600, 65_536, { maxWaitTimeInMs: 100, heartbeatInterval: 200 }],
])("%s", (_, sessionMs, leastBytes, expected) => {
  const asked: ConsumerConfig[] = [];
  const kafka = { consumer: (config: ConsumerConfig) => asked.push(config) } as unknown as Kafka;
  createGroupConsumer(kafka, { ...settings, KAFKA_SESSION_TIMEOUT_MS: sessionMs }, leastBytes);
  expect(asked).toMatchObject([{ groupId: "g", ...expected }]);
});
