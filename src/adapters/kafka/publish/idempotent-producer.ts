import type { CompressionTypes, Kafka, Message, Producer } from "kafkajs";
import { shortRetry } from "../library/client.js";
import type { OutgoingRecord } from "./outgoing-record.js";
import { stickyPartitioner } from "./sticky-partitioner.js";

/** The time the broker may wait for its replicas; less than a request may take. */
const ackWithinMs = 4_000;

/**
 * Writes to one topic. kafkajs's own few retries repeat a batch under its sequence numbers, so the broker drops doubles;
 * after any failure that leaves kafkajs the numbers are unsure, and only a new producer id is safe.
 */
export class IdempotentProducer {
  readonly #kafka: Kafka;
  readonly #topic: string;
  readonly #compression: CompressionTypes;
  readonly #places = new WeakMap<object, number>();
  #connected: Promise<Producer> | undefined;

  constructor(kafka: Kafka, topic: string, compression: CompressionTypes) {
    this.#kafka = kafka;
    this.#topic = topic;
    this.#compression = compression;
  }

  /** The partition that a message goes to; undefined before it was first tried. */
  placeOf(message: OutgoingRecord): number | undefined {
    return this.#places.get(message);
  }

  async connect(): Promise<void> {
    await this.#ready();
  }

  /** All of them are durable once it resolves. When it rejects some may be. Never call it twice at a time. */
  async send(messages: OutgoingRecord[]): Promise<void> {
    try {
      const producer = await this.#ready();
      const answers = await producer.send({
        topic: this.#topic,
        // kafkajs's types know no repeated headers in order; this service's encoder does.
        messages: messages as unknown as Message[],
        acks: -1,
        timeout: ackWithinMs,
        compression: this.#compression,
      });
      // kafkajs forgets a partition whose leader moves, between two tries, to a broker that had already answered.
      const acknowledged = new Set(answers.map(({ partition }) => partition));
      if (messages.some((message) => !acknowledged.has(this.#places.get(message) ?? -1)))
        throw new Error("a partition was not acknowledged");
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  async close(): Promise<void> {
    const connected = this.#connected;
    this.#connected = undefined;
    await connected?.then((producer) => producer.disconnect()).catch(() => undefined);
  }

  #ready(): Promise<Producer> {
    this.#connected ??= this.#open();
    return this.#connected;
  }

  async #open(): Promise<Producer> {
    const producer = this.#kafka.producer({
      idempotent: true,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      createPartitioner: stickyPartitioner(this.#places),
      retry: { ...shortRetry, retries: 2 },
    });
    try {
      await producer.connect();
      return producer;
    } catch (error) {
      this.#connected = undefined;
      await producer.disconnect().catch(() => undefined);
      throw error;
    }
  }
}
