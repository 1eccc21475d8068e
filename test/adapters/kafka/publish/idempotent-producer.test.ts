import type { ICustomPartitioner, Kafka, Message, PartitionMetadata, Producer } from "kafkajs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { IdempotentProducer } from "../../../../src/adapters/kafka/publish/idempotent-producer.js";
import type { OutgoingRecord } from "../../../../src/adapters/kafka/publish/outgoing-record.js";

/** Producers that place every message and acknowledge what they are told to. */
const stage = (acknowledge: (partitions: readonly number[]) => readonly number[]) => {
  const producers = { made: 0, closed: 0 };
  const kafka = {
    producer: ({ createPartitioner }: { createPartitioner: ICustomPartitioner }) => {
      producers.made += 1;
      const place = createPartitioner();
      const partitionMetadata = [0, 1, 2].map((partitionId) => ({ partitionId }) as PartitionMetadata);
      return {
        connect: async () => undefined,
        disconnect: async () => {
          producers.closed += 1;
        },
        send: async ({ topic, messages }: { topic: string; messages: Message[] }) =>
          acknowledge(messages.map((message) => place({ topic, partitionMetadata, message }))).map((partition) => ({
            topicName: topic,
            partition,
            errorCode: 0,
          })),
      } as unknown as Producer;
    },
  } as unknown as Kafka;
  return { producer: new IdempotentProducer(kafka, "t", 0), producers };
};
const messages = ["a", "b", "c", "d", "e", "f"].map((key) => ({ key, value: key }));

test("keeps its producer while all that was placed is acknowledged", async () => {
  const { producer, producers } = stage((partitions) => partitions);
  await producer.send(messages);
  await producer.send(messages);
  expect(producers).toEqual({ made: 1, closed: 0 });
  expect(messages.map((message) => producer.placeOf(message))).toEqual(expect.arrayContaining([0, 1, 2]));
});

test.each([
  [
    "leaves a partition out, which kafkajs takes for success",
    (partitions: readonly number[]) => partitions.slice(1, 2),
  ],
  [
    "is an error",
    () => {
      throw new Error("away");
    },
  ],
])("an answer that %s rejects, and the next try has another producer id", async (_, acknowledge) => {
  const { producer, producers } = stage(acknowledge);
  await expect(producer.send(messages)).rejects.toThrow();
  await expect(producer.send(messages)).rejects.toThrow();
  expect(producers).toEqual({ made: 2, closed: 2 });
});

type Answer = "answered" | "unanswered" | "refused" | "fatal";

const gaveUp = () => Object.assign(new Error("no answer"), { name: "KafkaJSNumberOfRetriesExceeded" });

/** kafkajs, and a broker that appends the batch whose number follows and drops one that it has just appended. */
const numbered = (script: readonly Answer[]) => {
  const answers = [...script];
  const log: string[] = [];
  let made = 0;
  const producer = ({ createPartitioner }: { createPartitioner: ICustomPartitioner }) => {
    made += 1;
    const place = createPartitioner();
    const partitionMetadata = [0, 1].map((partitionId) => ({ partitionId }) as PartitionMetadata);
    /** By partition: the number of the next batch as kafkajs counts, and the last batch as the broker saw it. */
    const numbers = new Map<number, number>();
    const last = new Map<number, { readonly from: number; readonly to: number }>();
    const append = (partition: number, values: readonly string[]) => {
      const from = numbers.get(partition) ?? 0;
      const to = from + values.length;
      const before = last.get(partition);
      if (before?.from === from && before.to === to) return;
      if ((before?.to ?? 0) !== from) throw new Error("OUT_OF_ORDER_SEQUENCE_NUMBER");
      last.set(partition, { from, to });
      log.push(...values);
    };
    return {
      connect: async () => undefined,
      disconnect: async () => undefined,
      send: async ({ topic, messages: all }: { topic: string; messages: Message[] }) => {
        const groups = new Map<number, string[]>();
        for (const message of all) {
          const partition = place({ topic, partitionMetadata, message });
          groups.set(partition, [...(groups.get(partition) ?? []), String(message.value)]);
        }
        const answer = answers.shift() ?? "answered";
        if (answer === "refused") throw gaveUp();
        for (const [partition, values] of groups) append(partition, values);
        if (answer === "fatal") throw new Error("fatal");
        if (answer === "unanswered") throw gaveUp();
        for (const [partition, { length }] of groups) numbers.set(partition, (numbers.get(partition) ?? 0) + length);
        return [...groups.keys()].map((partition) => ({ topicName: topic, partition, errorCode: 0 }));
      },
    } as unknown as Producer;
  };
  const kafka = { producer } as unknown as Kafka;
  return { producer: new IdempotentProducer(kafka, "t", 0), log, made: () => made };
};

const record = (value: string): OutgoingRecord => ({ key: value, value, headers: [], timestamp: "0" });

test("a batch whose answer was lost is repeated under its numbers, whole or by its partitions, and lies there once", async () => {
  const { producer, log, made } = numbered(["unanswered", "refused", "unanswered"]);
  const batch = ["a", "b", "c", "d", "e", "f"].map(record);
  await expect(producer.send(batch)).rejects.toThrow("no answer");
  for (const partition of [0, 1]) {
    const group = batch.filter((one) => producer.placeOf(one) === partition);
    while (
      !(await producer.send(group).then(
        () => true,
        () => false,
      ))
    );
  }
  await producer.send([record("g")]);
  expect(log.toSorted()).toEqual(["a", "b", "c", "d", "e", "f", "g"]);
  expect(made()).toBe(1);
});

test("its numbers serve no other batch: whatever is left out or given up, nothing that is acknowledged is lost", async () => {
  const answer = fc.constantFrom<Answer>("answered", "unanswered", "refused", "fatal");
  const turn = fc.record({
    size: fc.integer({ min: 1, max: 4 }),
    tries: fc.integer({ min: 1, max: 4 }),
    cut: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(answer), fc.array(turn, { maxLength: 12 }), async (answers, turns) => {
      const { producer, log } = numbered(answers);
      const acknowledged: string[] = [];
      let count = 0;
      for (const { size, tries, cut } of turns) {
        let batch = Array.from({ length: size }, () => record(`${count++}`));
        for (let left = tries; left > 0 && batch.length > 0; left -= 1) {
          const sent = await producer.send(batch).then(
            () => true,
            () => false,
          );
          if (sent) {
            acknowledged.push(...batch.map(({ value }) => String(value)));
            break;
          }
          // The time of some of its records is over.
          if (cut) batch = batch.slice(1);
        }
      }
      expect(log).toEqual(expect.arrayContaining(acknowledged));
    }),
    { numRuns: 2_000 },
  );
});
