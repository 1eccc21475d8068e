import type { Kafka } from "kafkajs";
import { askBroker } from "../library/ask-broker.js";
import { CompactReader } from "../library/compact-reader.js";

/** Kafka protocol, Metadata: the first version whose answer has topic ids (KIP-516); kafkajs knows up to 6. */
const metadata = { apiKey: 3, apiName: "Metadata", apiVersion: 10 } as const;

const uvarint = (value: number): Buffer => {
  const bytes: number[] = [];
  for (let rest = value; ; rest >>>= 7) {
    if (rest < 0x80) return Buffer.from([...bytes, rest]);
    bytes.push((rest & 0x7f) | 0x80);
  }
};

/** Header v2's tagged fields, then the request: a list of names, without ids, creating nothing. */
export const metadataRequest = (topics: readonly string[]): Buffer => {
  const none = Buffer.from([0]);
  const named = topics.flatMap((topic) => {
    const name = Buffer.from(topic);
    return [Buffer.alloc(16), uvarint(name.length + 1), name, none];
  });
  return Buffer.concat([none, uvarint(topics.length + 1), ...named, Buffer.from([0, 0, 0]), none]);
};

/** Ids by name; a topic that is not there, or whose broker gives it none, is left out. */
export const readMetadataAnswer = (answer: Buffer): ReadonlyMap<string, string> => {
  const reader = new CompactReader(answer);
  reader.tags();
  reader.skip(4);
  reader.list(() => {
    reader.skip(4);
    reader.text();
    reader.skip(4);
    reader.text();
    reader.tags();
  });
  reader.text();
  reader.skip(4);
  const ids = new Map<string, string>();
  reader.list(() => {
    const error = reader.int16();
    const name = reader.text();
    const id = reader.bytes(16);
    reader.skip(1);
    reader.list(() => {
      reader.skip(14);
      for (let lists = 0; lists < 3; lists += 1) reader.list(() => reader.skip(4));
      reader.tags();
    });
    reader.skip(4);
    reader.tags();
    if (error === 0 && name !== null && id.some((byte) => byte !== 0)) ids.set(name, id.toString("base64url"));
  });
  return ids;
};

/** The topics as they are now, by full name: empty where the brokers give topics no ids. Rejects where Kafka is away. */
export const readTopicIds = async (kafka: Kafka, topics: readonly string[]): Promise<ReadonlyMap<string, string>> => {
  const request = { ...metadata, encoded: metadataRequest(topics), read: readMetadataAnswer };
  return (await askBroker(kafka, request)) ?? new Map();
};
