import kafkajs, { type Admin } from "kafkajs";

/** Settings of topics (full names) by name; a topic that may not be described is left out. */
export const readTopicSettings = async (
  admin: Admin,
  topics: readonly string[],
  names: readonly string[],
): Promise<ReadonlyMap<string, ReadonlyMap<string, string>>> => {
  if (topics.length === 0) return new Map();
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: topics.map((name) => ({ type: kafkajs.ConfigResourceTypes.TOPIC, name, configNames: [...names] })),
  });
  return new Map(
    resources
      .filter(({ errorCode }) => errorCode === 0)
      .map(({ resourceName, configEntries }) => [
        resourceName,
        new Map(configEntries.map(({ configName, configValue }) => [configName, configValue])),
      ]),
  );
};

/** Reads the time each topic keeps a record, in ms; one that keeps them for ever, or does not say, is left out. */
export const readRetention = async (admin: Admin, topics: readonly string[]): Promise<ReadonlyMap<string, number>> => {
  const settings = await readTopicSettings(admin, topics, ["retention.ms", "cleanup.policy"]);
  const found = new Map<string, number>();
  for (const [topic, values] of settings) {
    const ms = Number(values.get("retention.ms") ?? -1);
    if (ms >= 0 && values.get("cleanup.policy")?.includes("delete") === true) found.set(topic, ms);
  }
  return found;
};
