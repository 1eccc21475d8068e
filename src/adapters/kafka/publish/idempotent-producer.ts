import type { CompressionTypes, Kafka, Message, Producer } from "kafkajs";
import { grouped } from "../../../domain/grouped.js";
import { shortRetry } from "../library/client.js";
import type { OutgoingRecord } from "./outgoing-record.js";
import { stickyPartitioner } from "./sticky-partitioner.js";

/** The time the broker may wait for its replicas; less than a request may take. */
const ackWithinMs = 4_000;

/** kafkajs gave up a batch that it could have tried once more: its numbers are those of the batch still. */
const mayRepeat = (error: unknown): boolean => (error as Error).name === "KafkaJSNumberOfRetriesExceeded";

/**
 * Writes to one topic. A batch that was not answered may be on the broker's disk all the same: repeated under its sequence
 * numbers, by kafkajs's own few retries or by the same call again, it is dropped there. Its numbers serve no other batch, which
 * would be dropped just so, and be lost; for any other, and after any other failure, only a new producer id is safe.
 */
export class IdempotentProducer {
  readonly #kafka: Kafka;
  readonly #topic: string;
  readonly #compression: CompressionTypes;
  readonly #places = new WeakMap<object, number>();
  /** By partition, the records of a batch that was not answered. */
  #unsure: ReadonlyMap<number | undefined, readonly OutgoingRecord[]> = new Map();
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
    if (!this.#repeats(messages)) await this.close();
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
      const left = [...this.#unsure].filter(([place]) => !acknowledged.has(place ?? -1));
      this.#unsure = new Map(left);
    } catch (error) {
      if (mayRepeat(error)) this.#unsure = new Map([...this.#unsure, ...this.#byPlace(messages)]);
      else await this.close();
      throw error;
    }
  }

  /** True where each partition is sent what it was sent before, or nothing before it is unsure. */
  #repeats(messages: readonly OutgoingRecord[]): boolean {
    if (this.#unsure.size === 0) return true;
    return [...this.#byPlace(messages)].every(([place, group]) => {
      const before = this.#unsure.get(place);
      if (before === undefined) return place !== undefined;
      return before.length === group.length && before.every((message, at) => message === group[at]);
    });
  }

  #byPlace(messages: readonly OutgoingRecord[]): ReadonlyMap<number | undefined, readonly OutgoingRecord[]> {
    return grouped(messages, (message) => this.placeOf(message));
  }

  async close(): Promise<void> {
    this.#unsure = new Map();
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
