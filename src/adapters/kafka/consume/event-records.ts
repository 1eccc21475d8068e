import type { KafkaMessage } from "kafkajs";
import type { EventRecord } from "../../../application/ports/event-source.js";
import { eventRecord } from "./event-record.js";

interface Batch {
  /** Without the prefix. */
  readonly topic: string;
  readonly partition: number;
  readonly topicId: string | undefined;
  readonly messages: readonly KafkaMessage[];
  /** Hears of each record that cannot be converted. */
  readonly caught: (error: unknown, offset: string) => void;
}

/** Offset and bytes alone: all else is what may have kept it from being converted. */
const bareRecord = ({ topic, partition }: Batch, { offset, value }: KafkaMessage): EventRecord => ({
  topic,
  partition,
  offset: BigInt(offset),
  timestamp: new Date(0),
  key: null,
  value: Buffer.isBuffer(value) ? value : null,
  headers: {},
  rawHeaders: [],
  fault: {
    cause: "unreadable-batch",
    message: "The record cannot be converted; the service's log has the place in the code",
  },
});

/**
 * The records of a batch. One that cannot be converted becomes a dead letter: fetched again it would fail alike, and hold
 * its partition for ever.
 */
export const eventRecords = (batch: Batch): readonly EventRecord[] =>
  batch.messages.map((message) => {
    try {
      return eventRecord(batch.topic, batch.partition, message, batch.topicId);
    } catch (error) {
      batch.caught(error, message.offset);
      return bareRecord(batch, message);
    }
  });
