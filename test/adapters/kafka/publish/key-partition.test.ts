import fc from "fast-check";
import kafkajs, { type Message, type PartitionMetadata } from "kafkajs";
import { expect, test } from "vitest";
import { keyPartition } from "../../../../src/adapters/kafka/publish/key-partition.js";
import { stickyPartitioner } from "../../../../src/adapters/kafka/publish/sticky-partitioner.js";

const partitions = (count: number) =>
  Array.from({ length: count }, (_, partitionId) => ({ partitionId, leader: 1 }) as PartitionMetadata);

/** org.apache.kafka.common.utils.UtilsTest, testMurmur2. */
test.each([
  ["21", -973932308],
  ["foobar", -790332482],
  ["a-little-bit-long-string", -985981536],
  ["a-little-bit-longer-string", -1486304829],
  ["lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8", -58897971],
  ["abc", 479470107],
])("%s hashes as Kafka's Java client has it", (key, hash) => {
  expect(keyPartition(key, 1_000_003)).toBe((hash & 0x7fffffff) % 1_000_003);
});

test("every key goes where kafkajs would put it", () => {
  const theirs = kafkajs.Partitioners.DefaultPartitioner();
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), fc.integer({ min: 1, max: 50 }), (bytes, count) => {
      const key = Buffer.from(bytes);
      const there = theirs({ topic: "t", partitionMetadata: partitions(count), message: { key, value: null } });
      expect(keyPartition(key, count)).toBe(there);
    }),
    { numRuns: 2_000 },
  );
});

test("a megabyte of key is placed within a test's time: kafkajs's own takes minutes", () => {
  expect(keyPartition(Buffer.alloc(1_000_000, "key"), 6)).toBeLessThan(6);
});

test("a message is placed once, whatever becomes of the topic; those without a key take turns", () => {
  const place = stickyPartitioner(new WeakMap())();
  const messages: Message[] = Array.from({ length: 6 }, () => ({ key: null, value: null }));
  const at = (message: Message, count: number) => place({ topic: "t", partitionMetadata: partitions(count), message });
  const first = messages.map((message) => at(message, 3));
  expect([...first].sort()).toEqual([0, 0, 1, 1, 2, 2]);
  expect(messages.map((message) => at(message, 5))).toEqual(first);
});
