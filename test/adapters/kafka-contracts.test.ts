import { setTimeout as sleep } from "node:timers/promises";
import { createKafkaEventPublisher } from "../../src/adapters/kafka/event-publisher.js";
import { createKafkaEventSource } from "../../src/adapters/kafka/event-source.js";
import { eventPublisherContract } from "../contracts/event-publisher.contract.js";
import { eventSourceContract } from "../contracts/event-source.contract.js";
import { kafkaStage } from "../support/kafka-stage.js";
import { describeWithKafka, sharedKafka } from "../support/shared-kafka.js";
import { silentLog as log } from "../support/silent-log.js";

const journal = { born: async () => "born", knows: async (metadata: string | null) => metadata === "born" };

describeWithKafka("Kafka", () => {
  eventSourceContract("Kafka", async () => {
    const { makeTopics, settings } = kafkaStage(await sharedKafka());
    const topics = ["in", "other"] as const;
    await makeTopics(topics);
    const publisher = createKafkaEventPublisher({ settings, log });
    return {
      topics,
      open: () => createKafkaEventSource({ settings, topics, journal, log }),
      publish: (event) => publisher.publish(event),
      // Two fetches, each as long as a source's longest.
      settle: () => sleep(600),
      close: () => publisher.close(),
    };
  });

  eventPublisherContract("Kafka", async () => {
    const { makeTopics, readAll, settings } = kafkaStage(await sharedKafka());
    const topics = ["out", "more"] as const;
    await makeTopics(topics, 3);
    return {
      topics,
      publisher: createKafkaEventPublisher({ settings, log }),
      read: readAll,
      close: async () => undefined,
    };
  });
});
