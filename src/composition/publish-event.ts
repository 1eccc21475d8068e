import { errorText } from "../domain/error-text.js";
import { randomUUID } from "node:crypto";
import type { PublishEvent } from "../adapters/cli/publish.js";
import type { ServiceClient } from "../adapters/cli/service-client.js";
import { readConfig } from "../adapters/environment/config.js";
import { createLog } from "../adapters/system/log.js";
import { notifications } from "../application/notifications/all.js";
import { told } from "../application/notifications/told.js";

/** Each publication is an event of its own. */
const identity = (topic: string): Readonly<Record<string, string>> => ({
  ce_specversion: "1.0",
  ce_id: randomUUID(),
  ce_source: "/sms-service/cli",
  ce_type: topic,
  ce_time: new Date().toISOString(),
  "content-type": "application/json",
});

/** A broker takes some while to say that it has no such topic; who mistypes one is told at once, as the service would. */
const unrouted = (topic: string): string | undefined => {
  const known = [...notifications, ...told].map((one) => one.topic);
  return known.includes(topic) ? undefined : `No event has the topic ${topic}; known are ${known.join(", ")}`;
};

const toKafka = async (environment: NodeJS.ProcessEnv, topic: string, value: Buffer, key: string | null) => {
  // Only what finds the brokers: a producer needs none of the service's secrets.
  const kafka = Object.entries(environment).filter(([name]) => name.startsWith("KAFKA_"));
  const { KAFKA_BROKERS = [], ...settings } = readConfig(Object.fromEntries(kafka));
  const { createKafkaEventPublisher } = await import("../adapters/kafka/publish/event-publisher.js");
  const publisher = createKafkaEventPublisher({ settings: { ...settings, KAFKA_BROKERS }, log: createLog("error") });
  try {
    await publisher.publish({ topic, key, value, headers: identity(topic) });
    return undefined;
  } catch (error) {
    return `${topic} was not written: ${errorText(error)}`;
  } finally {
    await publisher.close();
  }
};

/** To Kafka where KAFKA_BROKERS is set, else to the embedded service that runs at SMS_URL. */
export const publisherOf =
  (environment: NodeJS.ProcessEnv, call: ServiceClient): PublishEvent =>
  async (topic, value, key) => {
    if (environment["KAFKA_BROKERS"]) return unrouted(topic) ?? toKafka(environment, topic, value, key);
    const headers = { ...identity(topic), ...(key === null ? {} : { "x-event-key": key }) };
    const { status, body } = await call("POST", `/v1/events/${encodeURIComponent(topic)}`, value, headers);
    return status === 202 ? undefined : String(body["detail"] ?? `HTTP ${status}`);
  };
