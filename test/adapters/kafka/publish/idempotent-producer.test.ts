import type { ICustomPartitioner, Kafka, Message, PartitionMetadata, Producer } from "kafkajs";
import { expect, test } from "vitest";
import { IdempotentProducer } from "../../../../src/adapters/kafka/publish/idempotent-producer.js";

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
