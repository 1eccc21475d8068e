import { type JsonObject, jsonObject } from "../../domain/json-object.js";
import { isWanted, type NumberForm, type Webhook } from "../../domain/webhook/webhook.js";
import { masked } from "../../domain/phone/phone-number.js";
import type { EventRecord } from "../ports/event-source.js";
import type { WebhookDelivery } from "../ports/webhook-store.js";

/**
 * Ids of the service's own events have it. One with a full stop would be signed up to there (Standard Webhooks 1.0.0), and one
 * that no header can carry would never arrive.
 */
const idShape = /^[\x21-\x2d\x2f-\x7e]{1,200}$/u;

const withNumber = (event: JsonObject, form: NumberForm): JsonObject => {
  const { to } = event;
  if (typeof to !== "string" || to === "" || form === "full") return event;
  if (form === "masked") return { ...event, to: masked(to) };
  // Sentences name it masked.
  const said = ["detail", "because"].flatMap((name) => {
    const text = event[name];
    return typeof text === "string" ? [[name, text.replaceAll(masked(to), "the number")]] : [];
  });
  return { ...event, to: null, ...Object.fromEntries(said) };
};

/** The delivery of an event to a receiver; undefined where it did not ask for it. Its id is the event's own. */
export const webhookEvent = (webhook: Webhook, record: EventRecord): WebhookDelivery | undefined => {
  const { headers, timestamp, topic, value } = record;
  const event = jsonObject(String(value));
  const id = headers["ce_id"]?.toString("utf8") ?? "";
  if (event === undefined || !idShape.test(id)) return undefined;
  if (!isWanted(webhook, topic, event)) return undefined;
  const body = { type: topic, timestamp: timestamp.toISOString(), data: withNumber(event, webhook.number) };
  return { id, body: JSON.stringify(body), failed: 0, due: timestamp };
};
