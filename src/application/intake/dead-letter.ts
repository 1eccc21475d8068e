import { shownText } from "../../domain/text/shown-text.js";
import type { OutgoingEvent } from "../ports/event-publisher.js";
import type { EventRecord } from "../ports/event-source.js";

const oneLine = (text: string): string => shownText(text, 2_000);

const int32 = (value: number): Buffer => {
  const buffer = Buffer.alloc(4);
  buffer.writeInt32BE(value);
  return buffer;
};

const int64 = (value: bigint): Buffer => {
  const buffer = Buffer.alloc(8);
  buffer.writeBigInt64BE(value);
  return buffer;
};

/** Says that headers were dropped, or that a copy was cut: true of this copy alone. */
const ofOneCopy = new Set(["sms-headers-dropped", "sms-truncated-from", "sms-truncated-headers"]);

/**
 * The record as it came, with all its headers in order (repeated ones and those without a value too), and with the
 * headers that Spring's and Connect's dead-letter tools read. Headers of an earlier burial are replaced.
 */
export const deadLetter = (record: EventRecord, topicName: string, cause: string, message: string): OutgoingEvent => {
  const headers = {
    "kafka_dlt-original-topic": topicName,
    "kafka_dlt-original-partition": int32(record.partition),
    "kafka_dlt-original-offset": int64(record.offset),
    "kafka_dlt-original-timestamp": int64(BigInt(record.timestamp.getTime())),
    "kafka_dlt-exception-fqcn": `sms-service.${cause}`,
    "kafka_dlt-exception-message": oneLine(message),
    "__connect.errors.topic": topicName,
    "__connect.errors.partition": String(record.partition),
    "__connect.errors.offset": String(record.offset),
    "__connect.errors.exception.message": oneLine(message),
    "sms-cause": cause,
    ...(record.fault?.droppedHeaders === undefined
      ? {}
      : { "sms-headers-dropped": String(record.fault.droppedHeaders) }),
  };
  const came = record.rawHeaders ?? Object.entries(record.headers);
  return {
    topic: "sms.dead-letter",
    key: record.key,
    value: record.value,
    headers,
    rawHeaders: came.filter(([name]) => !(Object.hasOwn(headers, name) || ofOneCopy.has(name))),
  };
};
