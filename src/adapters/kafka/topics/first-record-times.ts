import type { Kafka } from "kafkajs";
import { fetchRecords } from "../library/fetch-records.js";

interface Place {
  /** The name on the broker. */
  readonly topic: string;
  readonly partition: number;
}

/**
 * Timestamps, in ms, of the records at offset 0, by `topic/partition`; without the partitions that no longer keep
 * theirs.
 */
export const readFirstRecordTimes = async (
  kafka: Kafka,
  places: readonly Place[],
): Promise<ReadonlyMap<string, string>> => {
  const times = new Map<string, string>();
  for (const topic of new Set(places.map((place) => place.topic))) {
    const spans = places
      .filter((place) => place.topic === topic)
      .map(({ partition }) => ({ partition, from: 0n, to: 1n }));
    await fetchRecords(kafka, topic, spans, (partition, { timestamp }) =>
      times.set(`${topic}/${partition}`, timestamp),
    );
  }
  return times;
};
