import { jsonObject } from "../domain/json-object.js";
import type { NewEvents } from "../adapters/cli/tail.js";
import { createKafkaTail } from "../adapters/kafka/consume/topic-tail.js";
import { createLog } from "../adapters/system/log.js";
import { kafkaSettingsAlone } from "./kafka-settings.js";

/** The events that come to topics on Kafka from now on; undefined where `environment` names no broker. */
export const tailTopics = (environment: NodeJS.ProcessEnv): NewEvents | undefined => {
  const settings = kafkaSettingsAlone(environment);
  if (settings === undefined) return undefined;
  const newRecords = createKafkaTail({ settings, log: createLog("error") });
  return async (topics) =>
    (await newRecords(topics)).map(({ offset, partition, timestamp, topic, value }) => ({
      topic,
      partition,
      offset: String(offset),
      timestamp: timestamp.toISOString(),
      value: value === null ? null : (jsonObject(value.toString()) ?? null),
    }));
};
