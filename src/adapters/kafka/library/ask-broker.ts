import type { Kafka } from "kafkajs";

/** The internals of kafkajs that a request unknown to kafkajs needs. */
interface Cluster {
  readonly brokerPool: { findConnectedBroker(): Promise<Broker> };
  connect(): Promise<void>;
  disconnect(): Promise<void>;
}
interface Broker {
  readonly versions: Readonly<Record<number, { readonly maxVersion: number }>>;
  readonly connectionPool: { send(request: object): Promise<unknown> };
}
type CreateCluster = (options: object) => Cluster;

/** A request of Kafka's protocol that kafkajs does not know. */
export interface BrokerRequest<Answer> {
  readonly apiKey: number;
  readonly apiName: string;
  readonly apiVersion: number;
  /** Header v2's tagged fields, then the request. */
  readonly encoded: Buffer;
  readonly read: (answer: Buffer) => Answer;
}

/** Asks some broker; undefined where it does not know the request's version. Rejects where Kafka is away. */
export const askBroker = async <Answer>(
  kafka: Kafka,
  { apiKey, apiName, apiVersion, encoded, read }: BrokerRequest<Answer>,
): Promise<Answer | undefined> => {
  const create = Object.getOwnPropertySymbols(kafka).find(({ description }) => description?.endsWith("createCluster"));
  if (create === undefined) return undefined;
  const cluster = (kafka as unknown as Record<symbol, CreateCluster>)[create]!({ metadataMaxAge: 0 });
  try {
    await cluster.connect();
    const broker = await cluster.brokerPool.findConnectedBroker();
    if ((broker.versions[apiKey]?.maxVersion ?? -1) < apiVersion) return undefined;
    const encode = async () => ({ buf: encoded, buffer: encoded });
    const answer = await broker.connectionPool.send({
      request: { apiKey, apiName, apiVersion, expectResponse: () => true, encode },
      response: { decode: async (bytes: Buffer) => read(bytes), parse: async (known: unknown) => known },
    });
    return answer as Answer;
  } finally {
    await cluster.disconnect().catch(() => undefined);
  }
};
