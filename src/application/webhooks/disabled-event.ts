import type { OutgoingEvent } from "../ports/event-publisher.js";
import type { Hashes } from "../ports/hashes.js";

const topic = "webhook.disabled";

/** `webhook.disabled`: a receiver is told of nothing more until somebody enables it. */
export const disabledEvent = (
  hashes: Hashes,
  webhookId: string,
  reason: string,
  failingSince: Date | null,
  at: Date,
): OutgoingEvent => ({
  topic,
  key: webhookId,
  value: JSON.stringify({
    webhookId,
    reason,
    failingSince: failingSince?.toISOString() ?? null,
    occurredAt: at.toISOString(),
  }),
  headers: {
    ce_specversion: "1.0",
    ce_id: hashes.uuid([topic, webhookId, at.toISOString()].join("\n")),
    ce_source: "/sms-service",
    ce_type: topic,
    ce_time: at.toISOString(),
    "content-type": "application/json",
  },
});
