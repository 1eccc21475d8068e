import { ceHeaders } from "../application/message/ce-headers.js";
import { errorText } from "../domain/error-text.js";
import { randomUUID } from "node:crypto";
import type { AskedMessages, Published, PublishEvent } from "../adapters/cli/publish.js";
import type { ServiceClient } from "../adapters/cli/service-client.js";
import { kafkaSettingsAlone } from "./kafka-settings.js";
import { createLog } from "../adapters/system/log.js";
import { unknownTopic } from "../domain/unknown-topic.js";
import { eventTopics } from "../application/notifications/routes.js";

interface Identity {
  readonly id: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** A CloudEvent in structured mode has its own id; any other publication is an event of its own. */
const identityOf = (topic: string, value: Buffer): Identity => {
  const event = JSON.parse(value.toString("utf8")) as Readonly<Record<string, unknown>>;
  const { id: own, specversion } = event;
  if (typeof own === "string" && typeof specversion === "string" && ("data" in event || "data_base64" in event))
    return { id: own, headers: { "content-type": "application/cloudevents+json" } };
  const id = randomUUID();
  return { id, headers: ceHeaders({ topic, id, at: new Date(), source: "/sms-service/cli" }) };
};

/** Loaded where somebody waits: reading an event takes the numbering plans of the world. */
const askedBy =
  (topic: string, value: Buffer, headers: Readonly<Record<string, string>>) => async (): Promise<AskedMessages> =>
    (await import("./asked-messages.js")).askedMessages(topic, value, headers);

/**
 * A broker takes a while to say that it has no such topic; a mistyped topic is refused at once, as the service would
 * refuse it.
 */
const unrouted = (topic: string): string | undefined =>
  eventTopics.includes(topic) ? undefined : unknownTopic(topic, eventTopics);

const toKafka = async (
  environment: NodeJS.ProcessEnv,
  topic: string,
  value: Buffer,
  key: string | null,
): Promise<Published> => {
  const { headers, id } = identityOf(topic, value);
  const settings = kafkaSettingsAlone(environment);
  if (settings === undefined) return { refusal: "KAFKA_BROKERS names no broker" };
  const { createKafkaEventPublisher } = await import("../adapters/kafka/publish/event-publisher.js");
  const publisher = createKafkaEventPublisher({ settings, log: createLog("error") });
  try {
    await publisher.publish({ topic, key, value, headers });
    return { id, asked: askedBy(topic, value, headers) };
  } catch (error) {
    return { refusal: `${topic} was not written: ${errorText(error)}` };
  } finally {
    await publisher.close();
  }
};

/** To Kafka where KAFKA_BROKERS is set, else to the embedded service that runs at SMS_URL. */
export const publisherOf =
  (environment: NodeJS.ProcessEnv, call: ServiceClient): PublishEvent =>
  async (topic, value, key) => {
    if (environment["KAFKA_BROKERS"]) {
      const refusal = unrouted(topic);
      return refusal === undefined ? toKafka(environment, topic, value, key) : { refusal };
    }
    const { id, headers: own } = identityOf(topic, value);
    const headers = { ...own, ...(key === null ? {} : { "x-event-key": key }) };
    const { status, body } = await call("POST", `/v1/events/${encodeURIComponent(topic)}`, value, headers);
    return status === 202
      ? { id, asked: askedBy(topic, value, own) }
      : { refusal: String(body["detail"] ?? `HTTP ${status}`) };
  };
