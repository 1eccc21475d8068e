import { expect, test } from "vitest";
import { createKafkaTail } from "../../../../src/adapters/kafka/consume/topic-tail.js";
import { createKafkaEventPublisher } from "../../../../src/adapters/kafka/publish/event-publisher.js";
import { kafkaStage } from "../../../support/kafka-stage.js";
import { describeWithKafka, sharedKafka } from "../../../support/shared-kafka.js";
import { silentLog as log } from "../../../support/silent-log.js";

describeWithKafka("the end of topics on Kafka", () => {
  test("tells what came since the last look, of every topic, oldest first; the newest of a flood", async () => {
    const { makeTopics, settings } = kafkaStage(await sharedKafka());
    await makeTopics(["sms.sent", "sms.failed"]);
    const publisher = createKafkaEventPublisher({ settings, log });
    let ms = Date.now();
    const publish = (topic: string, ...words: readonly string[]) =>
      Promise.all(
        words.map((word) => {
          ms += 1;
          return publisher.publish({
            ...{ topic, key: "k", value: Buffer.from(word), headers: {} },
            timestamp: new Date(ms),
          });
        }),
      );
    await publish("sms.sent", "before");
    const look = createKafkaTail({ settings, log, most: 3 });
    const told = async () =>
      (await look(["sms.sent", "sms.failed"])).map(({ topic, value }) => [topic, value?.toString()]);
    expect(await told()).toEqual([]);
    await publish("sms.sent", "first");
    await publish("sms.failed", "second");
    await publish("sms.sent", "third");
    expect(await told()).toEqual([
      ["sms.sent", "first"],
      ["sms.failed", "second"],
      ["sms.sent", "third"],
    ]);
    expect(await told()).toEqual([]);
    await publish("sms.sent", "1", "2", "3", "4", "5");
    expect((await told()).map(([, value]) => value)).toEqual(["3", "4", "5"]);
    expect(await told()).toEqual([]);
    await publisher.close();
  });

  test("a topic that is not there is an error", async () => {
    const { settings } = kafkaStage(await sharedKafka());
    await expect(createKafkaTail({ settings, log })(["sms.sent"])).rejects.toThrow();
  });
});
