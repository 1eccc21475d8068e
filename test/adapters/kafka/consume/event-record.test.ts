import type { KafkaMessage } from "kafkajs";
import { expect, test } from "vitest";
import { eventRecord } from "../../../../src/adapters/kafka/consume/event-record.js";

test.each([
  ["milliseconds", "1795341600000", "2026-11-22T10:00:00.000Z"],
  ["none", "-1", "1970-01-01T00:00:00.000Z"],
  ["microseconds, whose year no outcome could tell", "1795341600000000", "1970-01-01T00:00:00.000Z"],
  ["nanoseconds, which no Date holds", "1795341600000000000", "1970-01-01T00:00:00.000Z"],
])("a record's timestamp: %s", (_, timestamp, instant) => {
  const message = { key: null, value: null, timestamp, offset: "7", attributes: 0 } as unknown as KafkaMessage;
  expect(eventRecord("order.created", 0, message).timestamp.toISOString()).toBe(instant);
});
