import { jsonObject } from "../adapters/cli/json-object.js";
import type { NewEvents } from "../adapters/cli/tail.js";
import { readConfig } from "../adapters/environment/config.js";
import { createKafkaTail } from "../adapters/kafka/consume/topic-tail.js";
import { createLog } from "../adapters/system/log.js";
import { kafkaSettings } from "./kafka-settings.js";

/** The events that come to topics on Kafka from now on; undefined where `environment` names no broker. */
export const tailTopics = (environment: NodeJS.ProcessEnv): NewEvents | undefined => {
  // Only the settings that find the brokers: a reader of topics needs none of the service's secrets.
  const kafka = Object.entries(environment).filter(([name]) => name.startsWith("KAFKA_"));
  const settings = kafkaSettings(readConfig(Object.fromEntries(kafka)));
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
