import { randomBytes } from "node:crypto";
import { afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { createKafkaEventPublisher } from "../../../../src/adapters/kafka/publish/event-publisher.js";
import { ensureTopics } from "../../../../src/adapters/kafka/topics/topics.js";
import type { EventPublisher, OutgoingEvent } from "../../../../src/application/ports/event-publisher.js";
import { type KafkaStage, kafkaStage } from "../../../support/kafka-stage.js";
import { describeWithKafka, sharedKafka } from "../../../support/shared-kafka.js";
import { silentLog as log } from "../../../support/silent-log.js";

const limit = { "max.message.bytes": "200000" };
const letter = (value: Buffer, given: Partial<OutgoingEvent> = {}): OutgoingEvent => ({
  topic: "sms.dead-letter",
  key: "k",
  value,
  headers: { "sms-cause": "invalid-event", own: "kept" },
  ...given,
});

describeWithKafka("a Kafka event publisher", () => {
  let stage: KafkaStage;
  let publisher: EventPublisher;
  let brokers: string;
  beforeAll(async () => {
    brokers = await sharedKafka();
  });
  beforeEach(() => {
    stage = kafkaStage(brokers);
    publisher = createKafkaEventPublisher({ settings: stage.settings, log, deadlineMs: 3_000 });
  });
  afterEach(() => publisher.close());

  test("a dead letter is gzipped: ten times the topic's limit fits where it compresses", async () => {
    await stage.makeTopics(["sms.dead-letter"], 1, limit);
    const value = Buffer.alloc(2_000_000, "abc");
    await publisher.publish(letter(value));
    const [record] = await stage.readAll("sms.dead-letter");
    expect(record?.value?.equals(value)).toBe(true);
    expect(record?.headers).not.toHaveProperty("sms-truncated-from");
  });

  test("a record at its input's size limit is a whole dead letter, headers and all", async () => {
    const topics = { inputs: ["in"], outputs: [], deadLetter: "sms.dead-letter" };
    await ensureTopics({ settings: stage.settings, topics, log });
    const value = randomBytes(1_048_000);
    await publisher.publish(letter(value, { headers: { "sms-cause": "x", own: randomBytes(60_000) } }));
    const [record] = await stage.readAll("sms.dead-letter");
    expect(record?.value?.equals(value)).toBe(true);
    expect(record?.headers["own"]).toHaveLength(60_000);
  });

  test("a dead letter that the broker calls too large keeps its first 64 KiB, and those beside it are whole", async () => {
    await stage.makeTopics(["sms.dead-letter"], 1, limit);
    const large = randomBytes(900_000);
    const small = randomBytes(1_000);
    await Promise.all([small, large, small, small].map((value) => publisher.publish(letter(value))));
    const records = await stage.readAll("sms.dead-letter");
    expect(records.map(({ value }) => value?.length)).toEqual([1_000, 65_536, 1_000, 1_000]);
    expect(records[1]?.value).toEqual(large.subarray(0, 65_536));
    expect(records[1]?.headers).toEqual({
      "sms-cause": Buffer.from("invalid-event"),
      own: Buffer.from("kept"),
      "sms-truncated-from": Buffer.from("900000"),
    });
  });

  test("a dead letter too large for its headers and key keeps what is said about it", async () => {
    await stage.makeTopics(["sms.dead-letter"], 1, limit);
    const headers = { "sms-cause": "invalid-event", own: randomBytes(300_000) };
    await publisher.publish(letter(Buffer.from("v"), { headers, key: randomBytes(100_000) }));
    const [record] = await stage.readAll("sms.dead-letter");
    expect(record).toMatchObject({ key: null, value: Buffer.from("v") });
    expect(Object.keys(record!.headers).sort()).toEqual(["sms-cause", "sms-truncated-headers"]);
  });

  test("anything else too large is refused at once, and the next is written", async () => {
    await stage.makeTopics(["sms.sent"], 1, limit);
    const refused = publisher.publish({ topic: "sms.sent", key: "k", value: randomBytes(900_000), headers: {} });
    await expect(refused).rejects.toThrow(/too large/);
    await publisher.publish({ topic: "sms.sent", key: "k", value: "next", headers: {} });
    expect((await stage.readAll("sms.sent")).map(({ value }) => String(value))).toEqual(["next"]);
  });

  test("a topic that takes nothing rejects after the deadline, is a trouble, and holds up no other", async () => {
    await stage.makeTopics(["sms.sent"]);
    const missing = (value: string) => publisher.publish({ topic: "sms.failed", key: "k", value, headers: {} });
    const late = expect(missing("late")).rejects.toThrow(/did not take a record within 3000 ms/);
    await publisher.publish({ topic: "sms.sent", key: "k", value: "v", headers: {} });
    await vi.waitFor(() => expect(publisher.troubles().join()).toContain("sms.failed"), { timeout: 10_000 });
    await late;
    await stage.makeTopics(["sms.failed"]);
    await missing("next");
    expect(publisher.troubles()).toEqual([]);
    // The late one may have been under way still: whoever asked for it repeats it.
    expect((await stage.readAll("sms.failed")).map(({ value }) => String(value)).at(-1)).toBe("next");
  });

  test("records without a key go to some partition, once each", async () => {
    await stage.makeTopics(["sms.sent"], 3);
    const values = Array.from({ length: 300 }, (_, n) => String(n));
    await Promise.all(values.map((value) => publisher.publish({ topic: "sms.sent", key: null, value, headers: {} })));
    const read = (await stage.readAll("sms.sent")).map(({ value }) => String(value));
    expect(read.sort()).toEqual(values.sort());
  });
});
