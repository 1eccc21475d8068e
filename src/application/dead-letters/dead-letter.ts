import type { EventRecord } from "../ports/event-source.js";

/** A dead letter as a list shows it: nothing of its value. */
export interface DeadLetter {
  /** Its place among the dead letters, and its instant: a topic that is made again has other letters at the same places. */
  readonly id: string;
  readonly at: Date;
  readonly cause: string;
  /** The topic it came from, without the prefix; empty where the letter does not say it. */
  readonly topic: string;
  readonly partition: number | null;
  readonly offset: string | null;
  readonly detail: string;
  readonly bytes: number;
  /** True if only a part of its value was kept. */
  readonly truncated: boolean;
}

export interface LetterPlace {
  readonly partition: number;
  readonly offset: bigint;
  readonly at: number;
}

const idOf = ({ offset, partition, timestamp }: EventRecord): string =>
  `${partition}-${offset}-${timestamp.getTime().toString(36)}`;

/** undefined: no letter has such an id. */
export const letterPlace = (id: string): LetterPlace | undefined => {
  const [, partition, offset, at] = /^(\d{1,9})-(\d{1,19})-([0-9a-z]{1,11})$/.exec(id) ?? [];
  if (partition === undefined || offset === undefined || at === undefined) return undefined;
  return { partition: Number(partition), offset: BigInt(offset), at: Number.parseInt(at, 36) };
};

/** Reads what the burial wrote beside the record. */
export const letterOf = (record: EventRecord, topicPrefix: string): DeadLetter => {
  const text = (name: string): string | undefined => record.headers[name]?.toString("utf8");
  const bytes = (name: string, length: number): Buffer | undefined => {
    const value = record.headers[name];
    return value?.length === length ? value : undefined;
  };
  const topic = text("kafka_dlt-original-topic") ?? "";
  return {
    id: idOf(record),
    at: record.timestamp,
    cause: text("sms-cause") ?? "unknown",
    topic: topic.startsWith(topicPrefix) ? topic.slice(topicPrefix.length) : topic,
    partition: bytes("kafka_dlt-original-partition", 4)?.readInt32BE() ?? null,
    offset: bytes("kafka_dlt-original-offset", 8)?.readBigInt64BE().toString() ?? null,
    detail: text("kafka_dlt-exception-message") ?? "",
    bytes: record.value?.length ?? 0,
    truncated: record.headers["sms-truncated-from"] !== undefined,
  };
};
