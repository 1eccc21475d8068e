import { expect, test } from "vitest";
import { createKafkaDeadLetterLog } from "../../../../src/adapters/kafka/consume/dead-letter-log.js";
import { createKafkaEventPublisher } from "../../../../src/adapters/kafka/publish/event-publisher.js";
import { DeadLettersUnavailable } from "../../../../src/application/ports/dead-letter-log.js";
import { deadLetterLogContract } from "../../../contracts/dead-letter-log.contract.js";
import { kafkaStage } from "../../../support/kafka-stage.js";
import { describeWithKafka, sharedKafka } from "../../../support/shared-kafka.js";
import { silentLog as log } from "../../../support/silent-log.js";

describeWithKafka("the dead letters on Kafka", () => {
  deadLetterLogContract("Kafka", async () => {
    const { makeTopics, settings } = kafkaStage(await sharedKafka());
    await makeTopics(["sms.dead-letter"]);
    const publisher = createKafkaEventPublisher({ settings, log });
    return {
      letters: createKafkaDeadLetterLog({ settings, log }),
      publish: (event) => publisher.publish(event),
      close: () => publisher.close(),
    };
  });

  test("a topic that cannot be read is an outage", async () => {
    const { settings } = kafkaStage(await sharedKafka());
    const letters = createKafkaDeadLetterLog({ settings, log });
    await expect(letters.scan(1, () => undefined)).rejects.toThrow(DeadLettersUnavailable);
  });
});
