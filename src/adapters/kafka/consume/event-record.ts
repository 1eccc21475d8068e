import type { KafkaMessage } from "kafkajs";
import type { EventRecord } from "../../../application/ports/event-source.js";

/** ECMA-262 §21.4.1.1: a Date holds no more than this many milliseconds. */
const latestMs = 8_640_000_000_000_000;

/** A record without a timestamp (-1), or with one that no Date can hold, counts as of 1970. */
const instantOf = (timestamp: string): Date => {
  const ms = Number(timestamp);
  return new Date(ms >= 0 && ms <= latestMs ? ms : 0);
};

const lastOf = (value: unknown): Buffer => {
  const last: unknown = Array.isArray(value) ? value.at(-1) : value;
  return Buffer.isBuffer(last) ? last : Buffer.alloc(0);
};

/** `topic` without the prefix. A header without a value is an empty one. */
export const eventRecord = (topic: string, partition: number, message: KafkaMessage): EventRecord => ({
  topic,
  partition,
  offset: BigInt(message.offset),
  timestamp: instantOf(message.timestamp),
  key: message.key,
  value: message.value,
  headers: Object.fromEntries(Object.entries(message.headers ?? {}).map(([name, value]) => [name, lastOf(value)])),
});
