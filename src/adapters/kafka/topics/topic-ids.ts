import type { Kafka } from "kafkajs";
import { CompactReader } from "./compact-reader.js";

/** The internals of kafkajs that a request unknown to kafkajs needs. */
interface Cluster {
  readonly brokerPool: { findConnectedBroker(): Promise<Broker> };
  connect(): Promise<void>;
  disconnect(): Promise<void>;
}
interface Broker {
  readonly versions: Readonly<Record<number, { readonly maxVersion: number }>>;
  readonly connectionPool: { send(request: object): Promise<ReadonlyMap<string, string>> };
}
type CreateCluster = (options: object) => Cluster;

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
  const create = Object.getOwnPropertySymbols(kafka).find(({ description }) => description?.endsWith("createCluster"));
  if (create === undefined) return new Map();
  const cluster = (kafka as unknown as Record<symbol, CreateCluster>)[create]!({ metadataMaxAge: 0 });
  try {
    await cluster.connect();
    const broker = await cluster.brokerPool.findConnectedBroker();
    if ((broker.versions[metadata.apiKey]?.maxVersion ?? 0) < metadata.apiVersion) return new Map();
    const encoded = metadataRequest(topics);
    return await broker.connectionPool.send({
      request: { ...metadata, expectResponse: () => true, encode: async () => ({ buf: encoded, buffer: encoded }) },
      response: { decode: async (answer: Buffer) => readMetadataAnswer(answer), parse: async (ids: unknown) => ids },
    });
  } finally {
    await cluster.disconnect().catch(() => undefined);
  }
};
