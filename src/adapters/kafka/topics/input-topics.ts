import type { Kafka } from "kafkajs";
import { allEnded } from "../library/all-ended.js";
import { withAdmin } from "../library/with-admin.js";
import { readTopicIds } from "./topic-ids.js";

/** The existing ones among the topics that are to be read. Full names. */
export interface InputTopics {
  readonly present: readonly string[];
  readonly missing: readonly string[];
  /** By name; none where the brokers give topics no ids. */
  readonly ids: ReadonlyMap<string, string>;
}

/** Rejects where Kafka is away. */
export const readInputTopics = async (kafka: Kafka, topics: readonly string[]): Promise<InputTopics> => {
  const [all, ids] = await allEnded([withAdmin(kafka, (admin) => admin.listTopics()), readTopicIds(kafka, topics)]);
  const there = new Set(all);
  return {
    present: topics.filter((topic) => there.has(topic)),
    missing: topics.filter((topic) => !there.has(topic)),
    ids,
  };
};
