import { isWanted, type NumberForm, type Webhook } from "../../domain/webhook/webhook.js";
import { masked } from "../../domain/phone/phone-number.js";
import type { EventRecord } from "../ports/event-source.js";
import type { WebhookDelivery } from "../ports/webhook-store.js";

const objectOf = (value: Buffer | null): Readonly<Record<string, unknown>> | undefined => {
  try {
    const parsed: unknown = JSON.parse(String(value));
    return typeof parsed === "object" && parsed !== null && !Array.isArray(parsed)
      ? (parsed as Readonly<Record<string, unknown>>)
      : undefined;
  } catch {
    return undefined;
  }
};

const withNumber = (event: Readonly<Record<string, unknown>>, form: NumberForm): Readonly<Record<string, unknown>> => {
  const { to } = event;
  if (typeof to !== "string" || form === "full") return event;
  return { ...event, to: form === "none" ? null : masked(to) };
};

/** The delivery of an event to a receiver; undefined where it did not ask for it. Its id is the event's own. */
export const webhookEvent = (webhook: Webhook, record: EventRecord): WebhookDelivery | undefined => {
  const { headers, timestamp, topic, value } = record;
  const event = objectOf(value);
  const id = headers["ce_id"]?.toString("utf8");
  // Standard Webhooks 1.0.0: the id is signed up to a full stop.
  if (event === undefined || id === undefined || id === "" || id.includes(".")) return undefined;
  if (!isWanted(webhook, topic, event)) return undefined;
  const body = { type: topic, timestamp: timestamp.toISOString(), data: withNumber(event, webhook.number) };
  return { id, body: JSON.stringify(body), failed: 0, due: timestamp };
};
