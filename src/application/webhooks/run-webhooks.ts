import type { Clock } from "../ports/clock.js";
import type { EventSource } from "../ports/event-source.js";
import type { WebhookStore } from "../ports/webhook-store.js";
import type { DeliverWebhooks } from "./deliver-webhooks.js";
import type { WebhookFeed } from "./feed-webhooks.js";

interface RunNeeds {
  readonly clock: Clock;
  readonly deliverWebhooks: DeliverWebhooks;
  readonly webhookFeed: WebhookFeed;
  readonly webhookReports: Pick<EventSource, "start">;
  readonly webhookStore: Pick<WebhookStore, "list">;
}

const everyMs = 1_000;

/** Runs until it is told to stop; reads no topic before there is a receiver. */
export type RunWebhooks = (stop: AbortSignal) => Promise<void>;

export const createRunWebhooks = (needs: RunNeeds): RunWebhooks => {
  const { clock, deliverWebhooks, webhookFeed, webhookReports, webhookStore } = needs;
  const isAny = (): Promise<boolean> =>
    webhookStore.list().then(
      (all) => all.length > 0,
      () => false,
    );
  const feed = async (stop: AbortSignal): Promise<void> => {
    while (!stop.aborted && !(await isAny())) await clock.sleep(everyMs, stop);
    if (!stop.aborted) await webhookReports.start(webhookFeed);
  };
  return async (stop) => {
    await Promise.all([deliverWebhooks(stop), feed(stop)]);
  };
};
