import type { KafkaMessage } from "kafkajs";
import {
  type EventRecord,
  foldHeaders,
  mostHeaderBytes,
  mostHeaders,
  type RecordFault,
} from "../../../application/ports/event-source.js";
import { isInstant } from "../../../domain/instant-text.js";
import type { RawRecord } from "../library/record-decoder.js";

/** A record without a timestamp (-1), or with one of no year that RFC 3339 has, such as microseconds, counts as of 1970. */
const instantOf = (timestamp: string): Date => {
  const ms = Number(timestamp);
  return new Date(isInstant(ms) ? ms : 0);
};

const faultOf = ({ unreadable, droppedHeaders = 0 }: Partial<RawRecord>): RecordFault | undefined => {
  if (unreadable !== undefined) return { cause: "unreadable-batch", message: unreadable };
  if (droppedHeaders === 0) return undefined;
  const message = `The record has more than ${mostHeaders} headers or ${mostHeaderBytes} bytes of them: ${droppedHeaders} were dropped. Publish it with fewer`;
  return { cause: "headers-too-many", message, droppedHeaders };
};

/** `topic` without the prefix. Records of the formats before Kafka 0.11, which kafkajs reads, have no headers. */
export const eventRecord = (topic: string, partition: number, message: KafkaMessage, topicId?: string): EventRecord => {
  const raw = message as unknown as Pick<RawRecord, "key" | "value"> & Partial<RawRecord>;
  const { rawHeaders = [] } = raw;
  const fault = faultOf(raw);
  return {
    topic,
    partition,
    offset: BigInt(message.offset),
    timestamp: instantOf(message.timestamp),
    key: raw.key,
    value: raw.value,
    headers: foldHeaders(rawHeaders),
    rawHeaders,
    ...(topicId === undefined ? {} : { topicId }),
    ...(fault === undefined ? {} : { fault }),
  };
};
