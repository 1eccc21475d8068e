import type { Admin, ITopicConfig } from "kafkajs";
import { eventually } from "./eventually.js";

/** Makes topics and waits until they have leaders: for a moment a broker that made one answers that it does not host it. */
export const makeTopics = async (admin: Admin, topics: readonly ITopicConfig[]): Promise<void> => {
  await admin.createTopics({ waitForLeaders: false, topics: [...topics] });
  const names = topics.map(({ topic }) => topic);
  const haveLeaders = async () => {
    const found = await admin.fetchTopicMetadata({ topics: names });
    return found.topics.every(
      ({ partitions }) => partitions.length > 0 && partitions.every(({ leader }) => leader >= 0),
    );
  };
  await eventually(`${names.join(", ")} have leaders`, () => haveLeaders().catch(() => false), 30_000);
};
