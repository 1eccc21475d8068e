import { healthy, type Webhook } from "../../domain/webhook/webhook.js";
import type { Clock } from "../ports/clock.js";
import type { Randomness } from "../ports/randomness.js";
import type { ReportLog } from "../ports/report-log.js";
import type { WebhookAnswer, WebhookSender } from "../ports/webhook-sender.js";
import {
  type KeptWebhook,
  mostDeliveries,
  mostWebhooks,
  type WebhookDelivery,
  type WebhookStore,
} from "../ports/webhook-store.js";
import { webhookEvent } from "./webhook-event.js";
import { webhookTopics } from "./webhook-topics.js";

export type NewWebhook = Pick<Webhook, "classes" | "number" | "reasons" | "types" | "url">;

/** An operator's actions on receivers. Unknown ids are undefined. */
export interface ManageWebhooks {
  /** Keeps a receiver and sends it a signed `webhook.ping`. A string says why there is none. */
  add(given: NewWebhook): Promise<{ readonly webhook: Webhook; readonly ping: WebhookAnswer } | string>;
  list(): Promise<readonly KeptWebhook[]>;
  remove(id: string): Promise<boolean>;
  /** A new secret; the old one signs too for 24 hours. */
  rotate(id: string): Promise<{ readonly secret: string; readonly oldUntil: Date } | undefined>;
  /** Sends a ping; enabled where the receiver takes it, and what waits for its next try goes at once. */
  enable(id: string): Promise<{ readonly enabled: boolean; readonly ping: WebhookAnswer } | undefined>;
  /** Queues every event since then again, with the ids they had. `left`: those for which the queue had no room. */
  replay(id: string, since: Date): Promise<{ readonly queued: number; readonly left: number } | undefined>;
}

interface ManageNeeds {
  readonly clock: Pick<Clock, "now">;
  readonly randomness: Pick<Randomness, "uuid">;
  /** `whsec_` and base64 of 32 random bytes. */
  readonly newSecret: () => string;
  readonly reportLog: ReportLog;
  readonly webhookSender: WebhookSender;
  readonly webhookStore: WebhookStore;
}

/** Deliveries that a replay queues at once: one by one, ten thousand take longer than the command waits. */
const together = 64;
const oldSecretMs = 24 * 3_600_000;

export const createManageWebhooks = (needs: ManageNeeds): ManageWebhooks => {
  const { clock, newSecret, randomness, reportLog, webhookSender, webhookStore } = needs;
  const found = async (id: string) => (await webhookStore.list()).find((one) => one.id === id);
  const ping = (webhook: Webhook): Promise<WebhookAnswer> => {
    const at = clock.now();
    const data = { webhookId: webhook.id };
    const body = JSON.stringify({ type: "webhook.ping", timestamp: at.toISOString(), data });
    return webhookSender.send(webhook, { id: randomness.uuid(), body }, at);
  };
  return {
    add: async (given) => {
      const refusal = webhookSender.refusal(given.url);
      if (refusal !== undefined) return refusal;
      if ((await webhookStore.list()).length >= mostWebhooks)
        return `cannot be added: there are ${mostWebhooks} webhooks, which is the most; remove one first`;
      const secrets = [{ secret: newSecret(), until: null }];
      const webhook: Webhook = { ...given, id: randomness.uuid(), secrets, createdAt: clock.now() };
      await webhookStore.save(webhook);
      return { webhook, ping: await ping(webhook) };
    },
    list: () => webhookStore.list(),
    remove: (id) => webhookStore.remove(id),
    rotate: async (id) => {
      const secret = newSecret();
      const now = clock.now();
      const oldUntil = new Date(now.getTime() + oldSecretMs);
      const rotated = await webhookStore.change(id, (webhook) => {
        const old = webhook.secrets
          .filter(({ until }) => until === null || until > now)
          .map((one) => ({ ...one, until: one.until ?? oldUntil }));
        return { ...webhook, secrets: [{ secret, until: null }, ...old].slice(0, 4) };
      });
      return rotated ? { secret, oldUntil } : undefined;
    },
    enable: async (id) => {
      const webhook = await found(id);
      if (webhook === undefined) return undefined;
      const answer = await ping(webhook);
      const enabled = answer.kind === "answered" && answer.status >= 200 && answer.status <= 299;
      if (enabled) {
        await webhookStore.changeHealth(id, () => healthy);
        await webhookStore.hurry(id, clock.now());
      }
      return { enabled, ping: answer };
    },
    replay: async (id, since) => {
      const webhook = await found(id);
      if (webhook === undefined) return undefined;
      const deliveries: WebhookDelivery[] = [];
      let left = 0;
      // Memory stays bounded, whatever the topics hold: the queue has no room for more than these.
      const keepOldest = (): void => {
        deliveries.sort((a, b) => a.due.getTime() - b.due.getTime());
        left += deliveries.splice(mostDeliveries).length;
      };
      const topics = webhookTopics.filter((topic) => webhook.types.length === 0 || webhook.types.includes(topic));
      await reportLog.since(topics, since, (record) => {
        const delivery = webhookEvent(webhook, record);
        if (delivery !== undefined) deliveries.push(delivery);
        if (deliveries.length >= 2 * mostDeliveries) keepOldest();
      });
      keepOldest();
      let queued = 0;
      // One that waits for its next try waits no longer.
      const isQueued = async (delivery: WebhookDelivery) =>
        (await webhookStore.again(id, delivery)) || (await webhookStore.add(id, delivery)) === "kept";
      for (let from = 0; from < deliveries.length; from += together)
        queued += (await Promise.all(deliveries.slice(from, from + together).map(isQueued))).filter(Boolean).length;
      return { queued, left: left + deliveries.length - queued };
    },
  };
};
