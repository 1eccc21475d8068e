import type { Kafka } from "kafkajs";
import { askBroker } from "./ask-broker.js";
import { CompactReader } from "./compact-reader.js";

const topic = Buffer.from("__cluster_metadata");
const none = 0;

/** Header v2's tagged fields, then one topic with its one partition. */
const encoded = Buffer.concat([
  Buffer.from([none, 2, topic.length + 1]),
  topic,
  Buffer.from([2, 0, 0, 0, 0, none, none, none]),
]);

/**
 * DescribeQuorum (KIP-595, its version 1 KIP-836): the quorum's leader gives itself, as the time at which it had last
 * caught up, the time of its own clock. Undefined where the answer is a refusal, or names no leader.
 */
export const readQuorumAnswer = (answer: Buffer): number | undefined => {
  const reader = new CompactReader(answer);
  reader.tags();
  if (reader.int16() !== 0) return undefined;
  let time: number | undefined;
  reader.list(() => {
    reader.text();
    reader.list(() => {
      reader.skip(4);
      const refused = reader.int16() !== 0;
      const leader = reader.int32();
      reader.skip(4 + 8);
      const replica = () => {
        const isLeader = reader.int32() === leader;
        reader.skip(8 + 8);
        const caughtUp = Number(reader.int64());
        reader.tags();
        if (isLeader && !refused && caughtUp > 0) time = caughtUp;
      };
      reader.list(replica);
      reader.list(replica);
      reader.tags();
    });
    reader.tags();
  });
  return time;
};

const request = {
  ...{ apiKey: 55, apiName: "DescribeQuorum", apiVersion: 1 },
  encoded,
  read: readQuorumAnswer,
} as const;

/**
 * The clock of Kafka's controller, in ms since 1970: no request asks a broker for its own. Undefined where Kafka does not
 * tell it: before 3.3, under ZooKeeper, or without the right `Describe` of the cluster.
 */
export const readBrokerTime = (kafka: Kafka): Promise<number | undefined> => askBroker(kafka, request);
