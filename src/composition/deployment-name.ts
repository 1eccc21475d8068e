import type { Config } from "../adapters/environment/config.js";

/** The name under which a deployment keeps data: its prefix and its group; braces would be hash tags of Redis. */
export const deploymentName = ({
  KAFKA_GROUP_ID: group,
  KAFKA_TOPIC_PREFIX: prefix,
}: Pick<Config, "KAFKA_GROUP_ID" | "KAFKA_TOPIC_PREFIX">): string => encodeURIComponent(`${prefix}/${group}`);
