import { ceHeaders } from "../message/ce-headers.js";
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
  headers: ceHeaders({ topic, id: hashes.uuid([topic, webhookId, at.toISOString()].join("\n")), at }),
});
