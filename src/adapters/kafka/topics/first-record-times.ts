import type { Kafka } from "kafkajs";
import { fetchRecords } from "../library/fetch-records.js";

interface Place {
  /** The name on the broker. */
  readonly topic: string;
  readonly partition: number;
}

/** Of the places whose first record of all, at offset 0, is still there: its timestamp in ms, by `topic/partition`. */
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
