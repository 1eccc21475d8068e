import kafkajs, { type CompressionTypes, type Kafka } from "kafkajs";
import {
  type EventPublisher,
  EventsUnavailable,
  type OutgoingEvent,
} from "../../../application/ports/event-publisher.js";
import type { Log } from "../../../application/ports/log.js";
import { createClient } from "../library/client.js";
import { cutDeadLetter } from "./dead-letter-cut.js";
import { IdempotentProducer } from "./idempotent-producer.js";
import type { OutgoingRecord } from "./outgoing-record.js";
import type { KafkaSettings } from "../library/settings.js";
import { TopicWriter } from "./topic-writer.js";

export interface KafkaEventPublisherOptions {
  readonly settings: KafkaSettings;
  readonly log: Log;
  /** Milliseconds since 1970 on the clock that all workers share; default: this machine's. */
  readonly now?: (() => number) | undefined;
  /** Default: the port's 30 s. */
  readonly deadlineMs?: number | undefined;
}

interface Writing {
  readonly compression: CompressionTypes;
  readonly lingerMs: number;
  readonly shrink: (record: OutgoingRecord) => OutgoingRecord | undefined;
}

const { CompressionTypes: types } = kafkajs;

/** Dead letters are gzipped, and cut where they are too large; nothing else is either. */
const plain: Writing = { compression: types.None, lingerMs: 5, shrink: () => undefined };
/** Nobody waits for an outcome but its offset: few large requests cost the broker and us less. */
const outcomes: Writing = { ...plain, lingerMs: 40 };
const writings = new Map<string, Writing>([
  ["sms.sent", outcomes],
  ["sms.failed", outcomes],
  ["sms.deferred", outcomes],
  ["sms.dead-letter", { compression: types.GZIP, lingerMs: 5, shrink: cutDeadLetter }],
]);

const recordOf = ({ headers, key, rawHeaders = [], timestamp, value }: OutgoingEvent, now: number): OutgoingRecord => ({
  key,
  value,
  headers: [...Object.entries(headers), ...rawHeaders],
  timestamp: String(timestamp?.getTime() ?? now),
});

/** One lane for each topic, so that a blocked topic holds up no other. */
class KafkaEventPublisher implements EventPublisher {
  readonly #options: KafkaEventPublisherOptions;
  readonly #kafka: Kafka;
  readonly #lanes = new Map<string, TopicWriter>();
  #closing: Promise<void> | undefined;

  constructor(options: KafkaEventPublisherOptions) {
    this.#options = options;
    this.#kafka = createClient(options.settings, options.log, { requestTimeout: 6_000 });
  }

  publish(event: OutgoingEvent): Promise<void> {
    if (this.#closing !== undefined) return Promise.reject(new EventsUnavailable("the publisher is closed"));
    const { now = Date.now } = this.#options;
    // A broker refuses a record whose time is an hour ahead of its own: of two clocks, the earlier one is taken.
    return this.#lane(event.topic).publish(recordOf(event, Math.min(now(), Date.now())));
  }

  close(): Promise<void> {
    this.#closing ??= Promise.all([...this.#lanes.values()].map((lane) => lane.close())).then(() => undefined);
    return this.#closing;
  }

  troubles(): readonly string[] {
    return [...this.#lanes.values()].flatMap(({ trouble }) => trouble ?? []);
  }

  #lane(topic: string): TopicWriter {
    const known = this.#lanes.get(topic);
    if (known !== undefined) return known;
    const { deadlineMs = 30_000, log, settings } = this.#options;
    const { compression, lingerMs, shrink } = writings.get(topic) ?? plain;
    const name = settings.KAFKA_TOPIC_PREFIX + topic;
    const producer = new IdempotentProducer(this.#kafka, name, compression);
    const lane = new TopicWriter({ topic: name, producer, deadlineMs, lingerMs, shrink, log });
    this.#lanes.set(topic, lane);
    return lane;
  }
}

/** See the port for the promises. Connects at the first record of each topic. */
export const createKafkaEventPublisher = (options: KafkaEventPublisherOptions): EventPublisher =>
  new KafkaEventPublisher(options);
