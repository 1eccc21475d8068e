/** The part of kafkajs's decoder that is used here; numbers are big-endian. */
export interface AnswerDecoder {
  readonly buffer: Buffer;
  offset: number;
  readInt16(): number;
  readInt32(): number;
  readInt64(): { toString(): string };
  readString(): string;
  readArray<Item>(read: (decoder: AnswerDecoder) => Item): readonly Item[];
}

export type ReadRecords = (decoder: AnswerDecoder) => Promise<readonly unknown[]>;

const abortedTransaction = (decoder: AnswerDecoder) => ({
  producerId: decoder.readInt64().toString(),
  firstOffset: decoder.readInt64().toString(),
});

const readPartition = async (decoder: AnswerDecoder, readRecords: ReadRecords) => ({
  partition: decoder.readInt32(),
  errorCode: decoder.readInt16(),
  highWatermark: decoder.readInt64().toString(),
  lastStableOffset: decoder.readInt64().toString(),
  lastStartOffset: decoder.readInt64().toString(),
  abortedTransactions: decoder.readArray(abortedTransaction),
  preferredReadReplica: decoder.readInt32(),
  messages: await readRecords(decoder),
});

/** Bytes of a partition without aborted transactions and records, and the places of its error, its preferred replica and their numbers. */
const quiet = { bytes: 42, error: 4, aborted: 30, replica: 34, records: 38 };

/** The partition at the decoder's place has no error, no record and no replica to go to. */
const isQuiet = ({ buffer, offset }: AnswerDecoder): boolean =>
  offset + quiet.bytes <= buffer.length &&
  buffer.readInt16BE(offset + quiet.error) === 0 &&
  buffer.readInt32BE(offset + quiet.aborted) <= 0 &&
  buffer.readInt32BE(offset + quiet.replica) === -1 &&
  buffer.readInt32BE(offset + quiet.records) <= 0;

const readTopic = async (decoder: AnswerDecoder, readRecords: ReadRecords) => {
  const topicName = decoder.readString();
  const partitions: Awaited<ReturnType<typeof readPartition>>[] = [];
  for (let left = decoder.readInt32(); left > 0; left -= 1)
    if (isQuiet(decoder)) decoder.offset += quiet.bytes;
    else partitions.push(await readPartition(decoder, readRecords));
  return { topicName, partitions };
};

/**
 * Decodes the answer to a fetch (Kafka protocol, version 11) without the partitions that have nothing to say: where few
 * texts come these are nearly all, and kafkajs makes a batch of each and takes it through its queue of workers.
 */
export const decodeFetch = async (decoder: AnswerDecoder, readRecords: ReadRecords) => {
  const clientSideThrottleTime = decoder.readInt32();
  const errorCode = decoder.readInt16();
  const sessionId = decoder.readInt32();
  const responses: Awaited<ReturnType<typeof readTopic>>[] = [];
  for (let left = decoder.readInt32(); left > 0; left -= 1) responses.push(await readTopic(decoder, readRecords));
  // As kafkajs has it: the broker has not waited itself, and expects that of its client.
  return { throttleTime: 0, clientSideThrottleTime, errorCode, sessionId, responses };
};
