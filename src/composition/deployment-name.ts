import type { Config } from "../adapters/environment/config.js";

/** Names what a deployment keeps: its prefix and its group; braces would be hash tags of Redis. */
export const deploymentName = ({
  KAFKA_GROUP_ID: group,
  KAFKA_TOPIC_PREFIX: prefix,
}: Pick<Config, "KAFKA_GROUP_ID" | "KAFKA_TOPIC_PREFIX">): string => encodeURIComponent(`${prefix}/${group}`);
