import type { WebhookHealth } from "../../domain/webhook/webhook.js";
import type { EventPublisher } from "../ports/event-publisher.js";
import type { Hashes } from "../ports/hashes.js";
import type { WebhookStore } from "../ports/webhook-store.js";
import { disabledEvent } from "./disabled-event.js";

interface TellNeeds {
  readonly eventPublisher: Pick<EventPublisher, "publish">;
  readonly hashes: Hashes;
  readonly webhookStore: Pick<WebhookStore, "changeHealth">;
}

/**
 * Publishes `webhook.disabled` of a receiver, and keeps that it was. Rejects while the log or the store is away: told again,
 * it is the same event.
 */
export type TellDisabled = (id: string, health: WebhookHealth) => Promise<void>;

export const createTellDisabled =
  ({ eventPublisher, hashes, webhookStore }: TellNeeds): TellDisabled =>
  async (id, { disabled, failingSince }) => {
    if (disabled === null) return;
    await eventPublisher.publish(disabledEvent(hashes, id, disabled.reason, failingSince, disabled.at));
    await webhookStore.changeHealth(id, (now) =>
      now.disabled?.at.getTime() === disabled.at.getTime()
        ? { ...now, disabled: { ...now.disabled, isTold: true } }
        : undefined,
    );
  };
