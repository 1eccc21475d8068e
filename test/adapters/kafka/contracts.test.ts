import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe } from "vitest";
import { createKafkaEventPublisher } from "../../../src/adapters/kafka/publish/event-publisher.js";
import { createKafkaEventSource } from "../../../src/adapters/kafka/consume/event-source.js";
import { eventPublisherContract } from "../../contracts/event-publisher.contract.js";
import { eventSourceContract } from "../../contracts/event-source.contract.js";
import { type KafkaServer, startKafka } from "../../support/kafka-server.js";
import { kafkaStage } from "../../support/kafka-stage.js";
import { describeWith } from "../../support/needs.js";
import { describeWithKafka, sharedKafka } from "../../support/shared-kafka.js";
import { silentLog as log } from "../../support/silent-log.js";
import { silentErrorLog } from "../../support/silent-error-log.js";

const journal = { born: async () => "born", knows: async (metadata: string | null) => metadata === "born" };

const contracts = (name: string, brokers: () => string | Promise<string>) => {
  eventSourceContract(name, async () => {
    const { makeTopics, settings } = kafkaStage(await brokers());
    const topics = ["in", "other"] as const;
    await makeTopics(topics);
    const publisher = createKafkaEventPublisher({ settings, log });
    return {
      topics,
      open: () => createKafkaEventSource({ settings, topics, journal, errorLog: silentErrorLog, log }),
      publish: (event) => publisher.publish(event),
      // Two fetches, each as long as a source's longest.
      settle: () => sleep(600),
      close: () => publisher.close(),
    };
  });

  eventPublisherContract(name, async () => {
    const { makeTopics, readAll, settings } = kafkaStage(await brokers());
    const topics = ["out", "more"] as const;
    await makeTopics(topics, 3);
    const publisher = createKafkaEventPublisher({ settings, log });
    return { topics, publisher, read: readAll, close: async () => undefined };
  });
};

// Beside each other: most of each is waiting for a broker.
describe.concurrent("two brokers", () => {
  describeWithKafka("the shared broker", () => contracts("Kafka", sharedKafka));

  describeWith(["java", "mvn"], "an older broker", () => {
    let server: KafkaServer;
    beforeAll(async () => {
      server = await startKafka({ version: "3.9.2" });
    });
    afterAll(() => server.kill());
    contracts("Kafka 3.9.2", () => server.brokers);
  });
});
