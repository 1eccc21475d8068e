import { beforeAll, expect, test, vi } from "vitest";
import { readCommittedMetadata } from "../../../../src/adapters/kafka/consume/committed-metadata.js";
import { createKafkaEventPublisher } from "../../../../src/adapters/kafka/publish/event-publisher.js";
import { createKafkaEventSource, type KafkaEventSource } from "../../../../src/adapters/kafka/consume/event-source.js";
import type { Assignment, EventRecord } from "../../../../src/application/ports/event-source.js";
import { type Journal, JournalLost, JournalUnavailable } from "../../../../src/application/ports/journal.js";
import { CollectingReceiver } from "../../../support/collecting-receiver.js";
import { type KafkaStage, kafkaStage } from "../../../support/kafka-stage.js";
import { describeWithKafka, sharedKafka } from "../../../support/shared-kafka.js";
import { silentLog as log } from "../../../support/silent-log.js";
import { silentErrorLog } from "../../../support/silent-error-log.js";

type Born = Pick<Journal, "born" | "knows">;
const journalOf = (name: string): Born => ({ born: async () => name, knows: async (metadata) => metadata === name });
const patient = { timeout: 15_000, interval: 20 };

interface Opened {
  readonly journal?: Born;
  readonly topics?: readonly string[];
  readonly settings?: KafkaStage["settings"];
  readonly receiver?: CollectingReceiver;
}

/** A group of its own on topics of its own. */
const begin = (brokers: string) => {
  const stage = kafkaStage(brokers);
  const opened: KafkaEventSource[] = [];
  const newPublisher = () => createKafkaEventPublisher({ settings: stage.settings, log });
  let publisher = newPublisher();
  return {
    stage,
    open: async ({
      journal = journalOf("a"),
      topics = ["in"],
      settings = stage.settings,
      receiver = new CollectingReceiver(),
    }: Opened = {}) => {
      const source = createKafkaEventSource({ settings, topics, journal, errorLog: silentErrorLog, log });
      opened.push(source);
      await source.start(receiver);
      return { source, receiver };
    },
    publish: (...values: string[]) =>
      Promise.all(values.map((value) => publisher.publish({ topic: "in", key: value, value, headers: {} }))),
    publishTo: (topic: string, value: string) => publisher.publish({ topic, key: null, value, headers: {} }),
    committed: async () => [...(await stage.committed(["in"])).values()],
    /** Deletes the topic and makes it again; what publishes knows the new one alone. */
    makeAnew: async () => {
      const admin = stage.kafka.admin();
      await admin.connect();
      await admin.deleteTopics({ topics: [`${stage.settings.KAFKA_TOPIC_PREFIX}in`] });
      await admin.disconnect();
      await vi.waitFor(() => stage.makeTopics(["in"]), patient);
      await publisher.close();
      publisher = newPublisher();
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all(opened.map((source) => source.close()));
      await publisher.close();
    },
  };
};
const sorted = (receiver: CollectingReceiver) => [...new Set(receiver.values())].sort();

// Most of each is waiting for a broker.
describeWithKafka("a Kafka event source", () => {
  let brokers: string;
  beforeAll(async () => {
    brokers = await sharedKafka();
  });

  test.concurrent("a second member takes some partitions; kept ones begin anew, and nothing is left out", async () => {
    await using on = begin(brokers);
    const { committed, open, publish, stage } = on;
    await stage.makeTopics(["in"], 4);
    const first = await open();
    await vi.waitFor(() => expect(first.receiver.assignments).toHaveLength(4), patient);
    const before = first.receiver.assignments;
    await publish(...Array.from({ length: 40 }, (_, n) => `early-${n}`));
    await vi.waitFor(() => expect(first.receiver.values()).toHaveLength(40), patient);
    const second = await open();
    await vi.waitFor(() => {
      expect(first.receiver.assignments).toHaveLength(2);
      expect(second.receiver.assignments).toHaveLength(2);
    }, patient);
    const kept = first.receiver.assignments[0]!;
    expect(before).not.toContain(kept);
    for (const old of before) old.commit(1_000n);
    const late = Array.from({ length: 40 }, (_, n) => `late-${n}`);
    await publish(...late);
    const everything = [...late, ...Array.from({ length: 40 }, (_, n) => `early-${n}`)].sort();
    const now = () => {
      const records = [first, second].flatMap(({ receiver }) =>
        receiver.delivered.filter(({ assignment }) => receiver.assignments.includes(assignment)),
      );
      return records.map(({ record }) => String(record.value)).sort();
    };
    await vi.waitFor(() => expect(now()).toEqual(everything), patient);
    await second.source.close();
    await vi.waitFor(() => expect(first.receiver.assignments).toHaveLength(4), patient);
    expect((await committed()).map(({ offset }) => offset)).toEqual(["-1", "-1", "-1", "-1"]);
  });

  test.concurrent("a commit carries the journal's born, and is written within half a second", async () => {
    await using on = begin(brokers);
    const { committed, open, publish, stage } = on;
    await stage.makeTopics(["in"]);
    await publish("0", "1");
    const { receiver, source } = await open();
    await vi.waitFor(() => expect(receiver.values()).toHaveLength(2), patient);
    expect(source.lag()).toEqual([{ topic: "in", partition: 0, lag: 2 }]);
    receiver.assignmentOf("in").commit(1n);
    receiver.assignmentOf("in").commit(2n);
    const metadata = expect.stringMatching(/^a topic=[\w-]{22}$/);
    await vi.waitFor(async () => expect(await committed()).toEqual([{ offset: "2", metadata }]), { timeout: 5_000 });
    await vi.waitFor(() => expect(source.lag()).toEqual([{ topic: "in", partition: 0, lag: 0 }]), patient);
    expect(await readCommittedMetadata(stage.settings, ["in"], log)).toEqual(["a"]);
  });

  test.concurrent(
    "offsets committed under another journal deliver nothing until an operator accepts the loss",
    async () => {
      await using on = begin(brokers);
      const { open, publish, stage } = on;
      await stage.makeTopics(["in"]);
      await publish("0", "1");
      const before = await open();
      await vi.waitFor(() => expect(before.receiver.values()).toHaveLength(2), patient);
      before.receiver.assignmentOf("in").commit(1n);
      await before.source.close();
      let accepted = false;
      const { receiver, source } = await open({
        journal: { born: async () => "b", knows: async (metadata) => metadata === "b" || accepted },
      });
      await vi.waitFor(() => expect(source.troubles().join()).toMatch(/^journal-lost: /), patient);
      expect(receiver.beginnings).toBe(0);
      accepted = true;
      await vi.waitFor(() => expect(receiver.values()).toEqual(["1"]), patient);
      expect(source.troubles()).toEqual([]);
    },
  );

  test.concurrent.each([
    ["a journal that is away", () => new JournalUnavailable("no answer"), /cannot begin yet: no answer/],
    ["a journal that lost its born", () => new JournalLost("gone"), /^journal-lost: /],
  ])("%s holds delivery back until it answers, and keeps the membership", async (_, failure, says) => {
    await using on = begin(brokers);
    const { open, publish, stage } = on;
    await stage.makeTopics(["in"]);
    await publish("0");
    let away = true;
    const { receiver, source } = await open({
      journal: {
        born: async () => {
          if (away) throw failure();
          return "a";
        },
        knows: async () => true,
      },
    });
    await vi.waitFor(() => expect(source.troubles().join()).toMatch(says), patient);
    expect(receiver.values()).toEqual([]);
    away = false;
    await vi.waitFor(() => expect(receiver.values()).toEqual(["0"]), patient);
    expect(receiver.beginnings).toBe(1);
  });

  test.concurrent("an offset that is gone, or that never was, begins at the oldest there is", async () => {
    await using on = begin(brokers);
    const { open, publish, stage } = on;
    await stage.makeTopics(["in"]);
    await publish("0", "1", "2", "3");
    const before = await open();
    await vi.waitFor(() => expect(before.receiver.values()).toHaveLength(4), patient);
    before.receiver.assignmentOf("in").commit(1n);
    await before.source.close();
    const admin = stage.kafka.admin();
    await admin.connect();
    const topic = `${stage.settings.KAFKA_TOPIC_PREFIX}in`;
    await admin.fetchTopicOffsets(topic);
    await admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: "2" }] });
    const expired = await open();
    await vi.waitFor(() => expect(sorted(expired.receiver)).toEqual(["2", "3"]), patient);
    await expired.source.close();
    await admin.setOffsets({
      groupId: stage.settings.KAFKA_GROUP_ID,
      topic,
      partitions: [{ partition: 0, offset: "99" }],
    });
    await admin.disconnect();
    const beyond = await open({ journal: { born: async () => undefined, knows: async () => false } });
    await vi.waitFor(() => expect(sorted(beyond.receiver)).toEqual(["2", "3"]), patient);
  });

  test.concurrent("topics that do not exist yet are waited for, and that is said", async () => {
    await using on = begin(brokers);
    const { open, publish, stage } = on;
    const { receiver, source } = await open();
    expect(source.troubles().join()).toMatch(/topic \S+\.in is missing/);
    await stage.makeTopics(["in"]);
    await publish("0");
    await vi.waitFor(() => expect(receiver.values()).toEqual(["0"]), patient);
    expect(source.troubles()).toEqual([]);
  });

  test.concurrent(
    "a receiver that throws gets everything again from the committed offset, and the consumer lives",
    async () => {
      await using on = begin(brokers);
      const { open, publish, stage } = on;
      await stage.makeTopics(["in"]);
      await publish("0");
      let thrown = 0;
      class ThrowsOnce extends CollectingReceiver {
        override deliver(assignment: Assignment, records: readonly EventRecord[]): void {
          if (thrown++ === 0) throw new TypeError("a fault of the receiver");
          super.deliver(assignment, records);
        }
      }
      const { receiver } = await open({ receiver: new ThrowsOnce() });
      await vi.waitFor(() => expect(receiver.values()).toEqual(["0"]), patient);
      expect(receiver.beginnings).toBe(2);
    },
  );

  test.concurrent("a topic that was made anew while it was read is read from its new beginning", async () => {
    await using on = begin(brokers);
    const { makeAnew, open, publish, stage } = on;
    await stage.makeTopics(["in"]);
    await publish("old-0", "old-1");
    const { receiver } = await open();
    await vi.waitFor(() => expect(receiver.values()).toHaveLength(2), patient);
    await makeAnew();
    await publish("new-0");
    await vi.waitFor(() => expect(receiver.values()).toContain("new-0"), { timeout: 30_000, interval: 50 });
  });

  test.concurrent(
    "a topic that was made anew while nobody read it is read from its first record, whatever was committed",
    async () => {
      await using on = begin(brokers);
      const { makeAnew, open, publish, stage } = on;
      await stage.makeTopics(["in"]);
      await publish("old-0", "old-1");
      const before = await open();
      await vi.waitFor(() => expect(before.receiver.values()).toHaveLength(2), patient);
      before.receiver.assignmentOf("in").commit(2n);
      await before.source.close();
      const [old] = before.receiver.records;
      await makeAnew();
      for (const value of ["new-0", "new-1", "new-2"]) await publish(value);
      const after = await open();
      await vi.waitFor(() => expect(sorted(after.receiver)).toEqual(["new-0", "new-1", "new-2"]), patient);
      expect(after.receiver.records[0]!.topicId).not.toBe(old!.topicId);
      await vi.waitFor(() => expect(after.source.troubles()).toEqual([]), patient);
    },
  );

  test.concurrent("a topic that is missing stops only itself, is named, and is read once it is there", async () => {
    await using on = begin(brokers);
    const { open, publish, publishTo, stage } = on;
    await stage.makeTopics(["in"]);
    await publish("0");
    const { receiver, source } = await open({ topics: ["in", "later"] });
    await vi.waitFor(() => expect(receiver.values()).toEqual(["0"]), patient);
    expect(source.troubles()).toEqual([
      expect.stringMatching(/^The topic \S+\.later is missing: it alone is not read/),
    ]);
    await stage.makeTopics(["later"]);
    await publishTo("later", "1");
    await vi.waitFor(() => expect(sorted(receiver)).toEqual(["0", "1"]), { timeout: 30_000, interval: 50 });
    await vi.waitFor(() => expect(source.troubles()).toEqual([]), patient);
  });

  test.concurrent("partitions that are added are read without a restart", async () => {
    await using on = begin(brokers);
    const { open, stage } = on;
    await stage.makeTopics(["in"], 1);
    const { receiver } = await open();
    await vi.waitFor(() => expect(receiver.assignments).toHaveLength(1), patient);
    const admin = stage.kafka.admin();
    await admin.connect();
    const topic = `${stage.settings.KAFKA_TOPIC_PREFIX}in`;
    await admin.createPartitions({ topicPartitions: [{ topic, count: 3 }] });
    await admin.disconnect();
    await vi.waitFor(() => expect(receiver.assignments).toHaveLength(3), { timeout: 30_000, interval: 50 });
  });

  test.concurrent("a member of the group that reads other topics is named", async () => {
    await using on = begin(brokers);
    const { open, stage } = on;
    await stage.makeTopics(["in"]);
    const { source } = await open();
    const theirs = kafkaStage(brokers, { KAFKA_GROUP_ID: stage.settings.KAFKA_GROUP_ID });
    await theirs.makeTopics(["in"]);
    const { source: stranger } = await open({ settings: theirs.settings });
    for (const [one, other] of [
      [source, theirs],
      [stranger, stage],
    ] as const)
      await vi.waitFor(
        () => expect(one.troubles().join()).toContain(`which reads ${other.settings.KAFKA_TOPIC_PREFIX}in)`),
        { timeout: 30_000, interval: 50 },
      );
  });

  test.concurrent("aborted records and markers are no lag", async () => {
    await using on = begin(brokers);
    const { open, stage } = on;
    await stage.makeTopics(["in"]);
    const producer = stage.kafka.producer({ transactionalId: stage.settings.KAFKA_GROUP_ID, maxInFlightRequests: 1 });
    await producer.connect();
    const topic = `${stage.settings.KAFKA_TOPIC_PREFIX}in`;
    for (const [value, end] of [
      ["0", "commit"],
      ["1", "abort"],
    ] as const) {
      const transaction = await producer.transaction();
      await transaction.send({ topic, messages: [{ value }] });
      await transaction[end]();
    }
    await producer.disconnect();
    const { receiver, source } = await open();
    await vi.waitFor(() => expect(receiver.values()).toEqual(["0"]), patient);
    receiver.assignmentOf("in").commit(1n);
    await vi.waitFor(() => expect(source.lag()).toEqual([{ topic: "in", partition: 0, lag: 0 }]), patient);
  });

  test.concurrent("says how long a topic keeps its records", async () => {
    await using on = begin(brokers);
    const { open, stage } = on;
    await stage.makeTopics(["in"], 1, { "retention.ms": "86400000" });
    await stage.makeTopics(["kept"], 1, { "retention.ms": "-1" });
    const { source } = await open({ topics: ["in", "kept"] });
    await vi.waitFor(() => expect(source.troubles()).toEqual([]), patient);
    expect([source.retentionMs("in"), source.retentionMs("kept"), source.retentionMs("other")]).toEqual([
      86_400_000,
      undefined,
      undefined,
    ]);
  });
});
