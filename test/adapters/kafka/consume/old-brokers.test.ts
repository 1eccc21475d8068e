import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { readCommitMetadata } from "../../../../src/adapters/kafka/consume/commit-metadata.js";
import { createKafkaEventPublisher } from "../../../../src/adapters/kafka/publish/event-publisher.js";
import { createKafkaEventSource } from "../../../../src/adapters/kafka/consume/event-source.js";
import { readTopicIds } from "../../../../src/adapters/kafka/topics/topic-ids.js";
import { CollectingReceiver } from "../../../support/collecting-receiver.js";
import { kafkaStage } from "../../../support/kafka-stage.js";
import { describeWith } from "../../../support/needs.js";
import { startOldKafka } from "../../../support/old-kafka.js";
import { silentLog as log } from "../../../support/silent-log.js";
import { silentErrorLog as errorLog } from "../../../support/silent-error-log.js";

const patient = { timeout: 30_000, interval: 50 };

describeWith(["java", "mvn"], "brokers that give topics no ids (Kafka 2.7)", () => {
  let old: Awaited<ReturnType<typeof startOldKafka>>;
  beforeAll(async () => {
    old = await startOldKafka();
  }, 180_000);
  afterAll(() => old?.stop());

  test("a topic is known by its first record: while nothing is committed, after that record is gone, until it is made anew", async () => {
    const stage = kafkaStage(old.brokers);
    const { kafka, settings } = stage;
    const topic = `${settings.KAFKA_TOPIC_PREFIX}in`;
    const admin = kafka.admin();
    await admin.connect();
    const publish = async (...values: string[]) => {
      const publisher = createKafkaEventPublisher({ settings, log });
      for (const value of values) await publisher.publish({ topic: "in", key: null, value, headers: {} });
      await publisher.close();
    };
    const journal = { born: async () => "a", knows: async () => true };
    const open = async () => {
      const source = createKafkaEventSource({ settings, topics: ["in"], journal, errorLog, log });
      const receiver = new CollectingReceiver();
      await source.start(receiver);
      const records = async (count: number) => {
        await vi.waitFor(() => expect(receiver.values()).toHaveLength(count), patient);
        return receiver.records;
      };
      return { source, receiver, records };
    };
    const committedId = async () => readCommitMetadata((await stage.committed(["in"])).get("in/0")!.metadata)?.topicId;
    try {
      await stage.makeTopics(["in"]);
      expect((await readTopicIds(kafka, [topic])).size).toBe(0);
      const first = await open();
      await vi.waitFor(() => expect(first.source.troubles()).toEqual([]), patient);
      await publish("0", "1");
      const [zero, one] = await first.records(2);
      const id = `first-${zero!.timestamp.getTime()}`;
      expect([zero!.topicId, one!.topicId]).toEqual([id, id]);
      await first.source.close();

      const second = await open();
      expect((await second.records(2)).map(({ topicId }) => topicId)).toEqual([id, id]);
      second.receiver.assignmentOf("in").commit(1n);
      await second.source.close();
      expect(await committedId()).toBe(id);

      await admin.fetchTopicOffsets(topic);
      await admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: "1" }] });
      await publish("2");
      const third = await open();
      expect((await third.records(2)).map(({ topicId }) => topicId)).toEqual([id, id]);
      third.receiver.assignmentOf("in").commit(2n);
      await third.source.close();
      expect(await committedId()).toBe(id);

      await admin.deleteTopics({ topics: [topic] });
      // Until ZooKeeper has forgotten the old one, it is "already there".
      const make = () => admin.createTopics({ waitForLeaders: true, topics: [{ topic, numPartitions: 1 }] });
      await vi.waitFor(async () => expect(await make()).toBe(true), patient);
      await publish("new 0", "new 1", "new 2");
      const fourth = await open();
      const records = await fourth.records(3);
      expect(fourth.receiver.values()).toEqual(["new 0", "new 1", "new 2"]);
      const anew = `first-${records[0]!.timestamp.getTime()}`;
      expect(records.map(({ topicId }) => topicId)).toEqual([anew, anew, anew]);
      expect(anew).not.toBe(id);
      fourth.receiver.assignmentOf("in").commit(3n);
      await fourth.source.close();
      expect(await committedId()).toBe(anew);
    } finally {
      await admin.disconnect();
    }
  }, 120_000);
});
