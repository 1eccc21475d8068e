import {
  leaseMs as longestLeaseMs,
  mostDeliveries,
  type WebhookDelivery,
  type WebhookStore,
} from "../../application/ports/webhook-store.js";
import { healthy, type Webhook, type WebhookHealth } from "../../domain/webhook/webhook.js";

interface Kept {
  webhook: Webhook;
  health: WebhookHealth;
  readonly queue: Map<string, WebhookDelivery>;
}

/** In this process only. */
export const createMemoryWebhookStore = (): WebhookStore => {
  const kept = new Map<string, Kept>();
  return {
    save: async (webhook) => {
      const known = kept.get(webhook.id);
      if (known === undefined) kept.set(webhook.id, { webhook, health: healthy, queue: new Map() });
      else known.webhook = webhook;
    },
    change: async (id, change) => {
      const known = kept.get(id);
      if (known !== undefined) known.webhook = change(known.webhook);
      return known !== undefined;
    },
    changeHealth: async (id, change) => {
      const known = kept.get(id);
      const health = known === undefined ? undefined : change(known.health);
      if (known !== undefined && health !== undefined) known.health = health;
      return health;
    },
    list: async () =>
      [...kept.values()].map(({ health, queue, webhook }) => ({ ...webhook, health, waiting: queue.size })),
    remove: async (id) => kept.delete(id),
    add: async (id, delivery) => {
      const { queue } = kept.get(id) ?? {};
      if (queue === undefined || queue.has(delivery.id)) return "kept";
      if (queue.size >= mostDeliveries) return "full";
      queue.set(delivery.id, delivery);
      return "kept";
    },
    take: async (id, now, limit, leaseMs) => {
      const { queue = new Map<string, WebhookDelivery>() } = kept.get(id) ?? {};
      const due = [...queue.values()]
        .filter((delivery) => delivery.due <= now)
        .sort((a, b) => a.due.getTime() - b.due.getTime())
        .slice(0, limit);
      for (const one of due) queue.set(one.id, { ...one, due: new Date(now.getTime() + leaseMs) });
      return due;
    },
    again: async (id, delivery) => {
      const { queue } = kept.get(id) ?? {};
      if (queue?.has(delivery.id) !== true) return false;
      queue.set(delivery.id, delivery);
      return true;
    },
    hurry: async (id, now) => {
      const { queue = new Map<string, WebhookDelivery>() } = kept.get(id) ?? {};
      for (const one of queue.values())
        if (one.due.getTime() > now.getTime() + longestLeaseMs) queue.set(one.id, { ...one, due: now });
    },
    done: async (id, delivery) => {
      kept.get(id)?.queue.delete(delivery);
    },
    rewrite: async (change) => {
      let rewritten = 0;
      for (const { queue } of kept.values())
        for (const one of queue.values()) {
          const body = change(one.body);
          if (body === undefined) continue;
          queue.set(one.id, { ...one, body });
          rewritten += 1;
        }
      return rewritten;
    },
  };
};
