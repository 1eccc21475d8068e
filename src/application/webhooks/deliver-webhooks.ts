import { errorName } from "../../domain/error-name.js";
import type { WebhookHealth } from "../../domain/webhook/webhook.js";
import { retryDelay } from "../../domain/webhook/retry-delay.js";
import type { Clock } from "../ports/clock.js";
import type { EventPublisher } from "../ports/event-publisher.js";
import type { Hashes } from "../ports/hashes.js";
import type { Log } from "../ports/log.js";
import type { Meters } from "../ports/meters.js";
import type { WebhookAnswer, WebhookSender } from "../ports/webhook-sender.js";
import { type KeptWebhook, leaseMs, type WebhookDelivery, type WebhookStore } from "../ports/webhook-store.js";
import { createTellDisabled } from "./tell-disabled.js";

interface DeliverNeeds {
  readonly clock: Clock;
  readonly eventPublisher: Pick<EventPublisher, "publish">;
  readonly hashes: Hashes;
  readonly log: Log;
  readonly meters: Pick<Meters, "webhookDelivery">;
  /** From 0 to 1. */
  readonly random: () => number;
  readonly webhookSender: Pick<WebhookSender, "send">;
  readonly webhookStore: WebhookStore;
}

const everyMs = 500;
/** Deliveries to one receiver at once. */
const concurrency = 4;
const warnedAfterMs = 24 * 3_600_000;
/** Whoever disabled a receiver has told of it by then, or it died, or the log was away. */
const toldWithinMs = 60_000;
const disabledAfterMs = 5 * 24 * 3_600_000;
/** RFC 9110: an answer that asks for less. */
const slowDown: ReadonlySet<number> = new Set([429, 502, 503, 504]);
const longestPauseMs = 24 * 3_600_000;

const whyOf = (answer: WebhookAnswer): string =>
  answer.kind === "failed" ? answer.why : `it answers ${answer.status}`;

const disablingReason = (answer: WebhookAnswer, failingMs: number): string | undefined => {
  if (answer.kind === "answered" && answer.status === 410) return "it answers 410 Gone";
  return failingMs >= disabledAfterMs ? `nothing arrived for 5 days: ${whyOf(answer)}` : undefined;
};

/** Delivers what is due to every receiver, until it is told to stop; each has its own pace, so a slow one holds up no other. */
export type DeliverWebhooks = (stop: AbortSignal) => Promise<void>;

export const createDeliverWebhooks = (needs: DeliverNeeds): DeliverWebhooks => {
  const { clock, log, meters, random, webhookSender, webhookStore } = needs;
  const tellDisabled = createTellDisabled(needs);
  const busy = new Map<string, Set<Promise<void>>>();
  /** The receivers as the last look found them, with what their answers changed since. */
  let known = new Map<string, KeptWebhook>();

  const warned = new Set<string>();

  /** The health that was written; undefined where another delivery, or somebody, disabled the receiver meanwhile. */
  const changeHealth = async (
    webhook: KeptWebhook,
    change: (health: WebhookHealth) => WebhookHealth,
  ): Promise<WebhookHealth | undefined> => {
    const health = await webhookStore.changeHealth(webhook.id, (before) =>
      before.disabled === null ? change(before) : undefined,
    );
    if (health !== undefined) known.set(webhook.id, { ...webhook, health });
    return health;
  };

  const tell = async ({ id }: KeptWebhook, health: WebhookHealth, why: string): Promise<void> => {
    const { disabled, failingSince } = health;
    if (disabled !== null) {
      log.warn({ webhook: id, reason: disabled.reason }, "a webhook is disabled; mend it, then: sms webhooks enable");
      await tellDisabled(id, health);
    } else if (
      failingSince !== null &&
      clock.now().getTime() - failingSince.getTime() >= warnedAfterMs &&
      !warned.has(id)
    ) {
      warned.add(id);
      log.warn({ webhook: id, why }, "nothing arrives at a webhook for a day; after 5 it is disabled");
    }
  };

  const failed = async (webhook: KeptWebhook, delivery: WebhookDelivery, answer: WebhookAnswer): Promise<void> => {
    const now = clock.now();
    const asked = answer.kind === "answered" && slowDown.has(answer.status) ? answer.retryAfterMs : undefined;
    const askedUntil = now.getTime() + Math.min(asked ?? 0, longestPauseMs);
    const health = await changeHealth(webhook, (before) => {
      const failingSince = before.failingSince ?? now;
      // Another delivery's answer may have asked for more.
      const pausedUntil = new Date(Math.max(askedUntil, before.pausedUntil?.getTime() ?? 0));
      const reason = disablingReason(answer, now.getTime() - failingSince.getTime());
      return { failingSince, pausedUntil, disabled: reason === undefined ? null : { at: now, reason, isTold: false } };
    });
    if (health === undefined) return;
    await tell(webhook, health, whyOf(answer));
    const waitMs = retryDelay(delivery.failed + 1, random());
    meters.webhookDelivery(waitMs === undefined ? "given-up" : "failed");
    if (waitMs === undefined) await webhookStore.done(webhook.id, delivery.id);
    else {
      const due = new Date(Math.max(now.getTime() + waitMs, health.pausedUntil?.getTime() ?? 0));
      await webhookStore.again(webhook.id, { ...delivery, failed: delivery.failed + 1, due });
    }
  };

  /** True where it arrived. */
  const deliver = async (webhook: KeptWebhook, delivery: WebhookDelivery): Promise<boolean> => {
    const answer = await webhookSender.send(webhook, delivery, clock.now());
    if (answer.kind === "failed" || answer.status < 200 || answer.status > 299) {
      await failed(webhook, delivery, answer);
      return false;
    }
    meters.webhookDelivery("delivered");
    await webhookStore.done(webhook.id, delivery.id);
    warned.delete(webhook.id);
    if (webhook.health.failingSince !== null)
      await changeHealth(webhook, (before) => ({ ...before, failingSince: null }));
    return true;
  };

  const isOpen = ({ health: { disabled, pausedUntil } }: KeptWebhook): boolean =>
    disabled === null && (pausedUntil === null || pausedUntil <= clock.now());

  /** One delivery after the other, while they arrive: a receiver that answers at once waits for no look. */
  const deliverOn = async (first: WebhookDelivery, id: string, stop: AbortSignal): Promise<void> => {
    for (let next: WebhookDelivery | undefined = first; next !== undefined; ) {
      const webhook = known.get(id);
      if (webhook === undefined || !isOpen(webhook)) {
        await webhookStore.again(id, next);
        return;
      }
      if (!(await deliver(webhook, next)) || stop.aborted) return;
      [next] = await webhookStore.take(id, clock.now(), 1, leaseMs);
    }
  };

  const isUntold = ({ health: { disabled } }: KeptWebhook): boolean =>
    disabled?.isTold === false && clock.now().getTime() - disabled.at.getTime() >= toldWithinMs;

  const look = async (stop: AbortSignal): Promise<void> => {
    known = new Map((await webhookStore.list()).map((webhook) => [webhook.id, webhook]));
    for (const [id, running] of busy) if (!known.has(id) && running.size === 0) busy.delete(id);
    for (const id of warned) if (!known.has(id)) warned.delete(id);
    for (const webhook of known.values()) {
      const running = busy.get(webhook.id) ?? new Set();
      busy.set(webhook.id, running);
      const start = (begun: Promise<void>): void => {
        const work = begun.catch((error: unknown) => {
          // Its lease ends, and it is tried again.
          const cause = errorName(error);
          log.debug({ webhook: webhook.id, cause }, "what became of a webhook could not be kept");
        });
        running.add(work);
        void work.then(() => running.delete(work));
      };
      if (running.size === 0 && isUntold(webhook)) start(tellDisabled(webhook.id, webhook.health));
      if (webhook.waiting === 0 || !isOpen(webhook)) continue;
      // A receiver that fails is tried one at a time.
      const room = (webhook.health.failingSince === null ? concurrency : 1) - running.size;
      if (room <= 0) continue;
      for (const delivery of await webhookStore.take(webhook.id, clock.now(), room, leaseMs))
        start(deliverOn(delivery, webhook.id, stop));
    }
  };

  return async (stop) => {
    while (!stop.aborted) {
      // A store that is away for a moment: the next look may find it.
      await look(stop).catch(() => undefined);
      await clock.sleep(everyMs, stop);
    }
    await Promise.all([...busy.values()].flatMap((running) => [...running]));
  };
};
