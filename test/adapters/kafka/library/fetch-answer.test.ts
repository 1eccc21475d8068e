import { createRequire } from "node:module";
import fc from "fast-check";
import { expect, test } from "vitest";
import { patchKafkajs } from "../../../../src/adapters/kafka/library/kafkajs-patches.js";
import { encodeRecord } from "../../../../src/adapters/kafka/library/record-encoder.js";

const require = createRequire(import.meta.url);
patchKafkajs();
const path = require.resolve("kafkajs/src/protocol/requests/fetch/v11/response");
const patched = require(path).decode as Decode;
// The library's own, over the records as they are read here.
delete require.cache[path];
const original = require(path).decode as Decode;
const Encoder = require("kafkajs/src/protocol/encoder");
const { RecordBatch } = require("kafkajs/src/protocol/recordBatch/v0");

interface Partition {
  readonly errorCode: number;
  readonly preferredReadReplica: number;
  readonly abortedTransactions: readonly unknown[];
  readonly messages: readonly unknown[];
}
interface Answer {
  readonly responses: readonly { readonly topicName: string; readonly partitions: readonly Partition[] }[];
}
type Decode = (bytes: Buffer) => Promise<Answer>;

const offset = fc.bigInt({ min: 0n, max: 2n ** 62n }).map(String);
const partitions = fc.array(
  fc.record({
    partition: fc.nat(),
    error: fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.constantFrom(1, 3, 6, -1) }),
    offsets: fc.tuple(offset, offset, offset),
    aborted: fc.oneof(
      { weight: 5, arbitrary: fc.constantFrom([], null) },
      { weight: 1, arbitrary: fc.array(fc.tuple(offset, offset), { maxLength: 3 }) },
    ),
    replica: fc.oneof({ weight: 5, arbitrary: fc.constant(-1) }, { weight: 1, arbitrary: fc.nat(9) }),
    records: fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom(0, -1) },
      { weight: 1, arbitrary: fc.integer({ min: 1, max: 4 }) },
    ),
  }),
  { maxLength: 12 },
);
type Drawn = typeof partitions extends fc.Arbitrary<readonly (infer One)[]> ? One : never;

const recordSet = async (count: number): Promise<Buffer> => {
  const records = Array.from({ length: count }, (_, at) => encodeRecord({ offsetDelta: at, value: `value ${at}` }));
  return (await RecordBatch({ records, lastOffsetDelta: count - 1 })).buffer;
};

const written = async ({ partition, error, offsets, aborted, replica, records }: Drawn) => {
  const bytes = new Encoder().writeInt32(partition).writeInt16(error);
  for (const one of offsets) bytes.writeInt64(one);
  bytes.writeInt32(aborted?.length ?? -1);
  for (const [producer, first] of aborted ?? []) bytes.writeInt64(producer).writeInt64(first);
  bytes.writeInt32(replica);
  return records > 0 ? bytes.writeBytes(await recordSet(records)) : bytes.writeInt32(records);
};

const says = ({ errorCode, preferredReadReplica, abortedTransactions, messages }: Partition): boolean =>
  errorCode !== 0 || preferredReadReplica !== -1 || abortedTransactions.length > 0 || messages.length > 0;

test("an answer to a fetch is read as kafkajs reads it, but for partitions that say nothing", async () => {
  const topics = fc.array(fc.record({ topic: fc.string({ maxLength: 30 }), partitions }), { maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(fc.nat(), fc.constantFrom(0, 70), fc.nat(), topics, async (throttle, error, session, drawn) => {
      const bytes = new Encoder().writeInt32(throttle).writeInt16(error).writeInt32(session).writeInt32(drawn.length);
      for (const { topic, partitions } of drawn) {
        bytes.writeString(topic).writeInt32(partitions.length);
        for (const one of partitions) bytes.writeEncoder(await written(one));
      }
      const whole = await original(bytes.buffer);
      const responses = whole.responses.map((one) => ({ ...one, partitions: one.partitions.filter(says) }));
      expect(await patched(bytes.buffer)).toEqual({ ...whole, responses });
    }),
    { numRuns: 500 },
  );
});
