import type { Kafka, KafkaMessage } from "kafkajs";

/** The internals of kafkajs that read a partition without a group: a group takes seconds to come and go. */
interface Cluster {
  connect(): Promise<void>;
  disconnect(): Promise<void>;
  addTargetTopic(topic: string): Promise<void>;
  findLeaderForPartitions(topic: string, partitions: readonly number[]): Readonly<Record<string, readonly number[]>>;
  findBroker(where: { readonly nodeId: string }): Promise<Broker>;
}
interface Broker {
  fetch(request: object): Promise<Answer>;
}
interface Answer {
  readonly responses: readonly {
    readonly partitions: readonly { readonly partition: number; readonly messages: readonly KafkaMessage[] }[];
  }[];
}
type CreateCluster = (options: object) => Cluster;

/** Offsets of a partition: the first one, and the one behind the last. */
export interface FetchedSpan {
  readonly partition: number;
  readonly from: bigint;
  readonly to: bigint;
}

const readCommitted = 1;
/** Bytes of one answer; a broker sends a whole batch that is larger nevertheless. */
const answerBytes = 4 * 1024 * 1024;

const clusterOf = (kafka: Kafka): Cluster => {
  const create = Object.getOwnPropertySymbols(kafka).find(({ description }) => description?.endsWith("createCluster"));
  if (create === undefined) throw new Error("The installed kafkajs is not the known one");
  return (kafka as unknown as Record<symbol, CreateCluster>)[create]!({
    metadataMaxAge: 0,
    isolationLevel: readCommitted,
  });
};

/** Hands over the records of each span in offset order, one at a time. `topic` is the name on the broker. */
export const fetchRecords = async (
  kafka: Kafka,
  topic: string,
  spans: readonly FetchedSpan[],
  take: (partition: number, message: KafkaMessage) => void,
): Promise<void> => {
  const cluster = clusterOf(kafka);
  try {
    await cluster.connect();
    await cluster.addTargetTopic(topic);
    for (const { partition, from, to } of spans) {
      const leaders = cluster.findLeaderForPartitions(topic, [partition]);
      const [nodeId] = Object.keys(leaders);
      if (nodeId === undefined) throw new Error(`${topic}/${partition} has no leader`);
      const broker = await cluster.findBroker({ nodeId });
      for (let next = from; next < to; ) {
        // Of one record alone the broker sends no more than its batch.
        const maxBytes = to - next === 1n ? 1 : answerBytes;
        const partitions = [{ partition, fetchOffset: String(next), maxBytes }];
        const request = { maxWaitTime: 500, minBytes: 1, maxBytes: answerBytes, isolationLevel: readCommitted };
        const { responses } = await broker.fetch({ ...request, topics: [{ topic, partitions }] });
        const messages = responses.flatMap((answer) => answer.partitions.flatMap((one) => one.messages));
        const last = messages.at(-1);
        // Nothing more can be read up to the end: what is left was compacted, or belongs to an aborted transaction.
        if (last === undefined || BigInt(last.offset) < next) break;
        for (const message of messages) {
          const offset = BigInt(message.offset);
          const { isControlRecord = false } = message as { isControlRecord?: boolean };
          if (offset >= next && offset < to && !isControlRecord) take(partition, message);
        }
        next = BigInt(last.offset) + 1n;
      }
    }
  } finally {
    await cluster.disconnect().catch(() => undefined);
  }
};
