import { errorName } from "../../domain/error-name.js";
import { backoff } from "../../domain/backoff.js";
import type { Clock } from "../ports/clock.js";
import type { Assignment, EventReceiver, EventRecord } from "../ports/event-source.js";
import type { Log } from "../ports/log.js";
import type { Meters } from "../ports/meters.js";
import type { KeptWebhook, WebhookStore } from "../ports/webhook-store.js";
import { webhookEvent } from "./webhook-event.js";

interface FeedNeeds {
  readonly clock: Clock;
  readonly log: Log;
  readonly meters: Pick<Meters, "webhookDelivery">;
  readonly webhookStore: Pick<WebhookStore, "add" | "list">;
}

const waitMs = backoff(100, 10_000);
/** A receiver that is down has a full queue for days: each event would be a line of the log. */
const fullToldEveryMs = 60_000;

/**
 * Puts each outcome into the queue of every receiver that asked for it, apart from sending: a receiver that is down holds up
 * nothing but its own queue. Offsets complete once the deliveries are kept.
 */
export class WebhookFeed implements EventReceiver {
  readonly #needs: FeedNeeds;
  readonly #stop = new AbortController();
  #known: readonly KeptWebhook[] = [];
  #knownAt = Number.NEGATIVE_INFINITY;
  #turn: Promise<void> = Promise.resolve();
  #over = new AbortController();
  readonly #fullToldAt = new Map<string, number>();

  constructor(needs: FeedNeeds) {
    this.#needs = needs;
  }

  assigned(): void {
    this.#over.abort();
    this.#over = new AbortController();
  }

  deliver(assignment: Assignment, records: readonly EventRecord[]): void {
    const { signal } = this.#over;
    const cameAt = this.#needs.clock.monotonic();
    // The records that one assignment fetched are kept before more is fetched: memory stays bounded.
    assignment.pause();
    this.#turn = this.#turn.then(async () => {
      for (let failed = 0; !signal.aborted && !this.#stop.signal.aborted; failed += 1) {
        if (await this.#keep(records, cameAt, failed)) {
          assignment.commit(records.at(-1)!.offset + 1n);
          break;
        }
        await this.#needs.clock.sleep(waitMs(failed), this.#stop.signal, signal);
      }
      assignment.resume();
    });
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#turn;
  }

  async #keep(records: readonly EventRecord[], cameAt: number, failed: number): Promise<boolean> {
    const { log, meters, webhookStore } = this.#needs;
    try {
      const webhooks = await this.#webhooks(cameAt);
      for (const record of records)
        for (const webhook of webhooks) {
          // A new receiver is not told of what happened before it.
          if (webhook.health.disabled !== null || record.timestamp < webhook.createdAt) continue;
          const delivery = webhookEvent(webhook, record);
          if (delivery === undefined || (await webhookStore.add(webhook.id, delivery)) === "kept") continue;
          meters.webhookDelivery("left-out");
          this.#tellFull(webhook.id);
        }
      return true;
    } catch (error) {
      const cause = errorName(error);
      log[failed === 0 ? "warn" : "debug"]({ cause }, "webhooks wait for their store; texts go on");
      return false;
    }
  }

  #tellFull(webhook: string): void {
    const { clock, log } = this.#needs;
    const now = clock.monotonic();
    if (now - (this.#fullToldAt.get(webhook) ?? Number.NEGATIVE_INFINITY) < fullToldEveryMs) return;
    this.#fullToldAt.set(webhook, now);
    log.warn({ webhook }, "a webhook's queue is full: events are left out; replay them later");
  }

  /** As they are once the records have come: who was added, or enabled, before an event happened is told of it. */
  async #webhooks(cameAt: number): Promise<readonly KeptWebhook[]> {
    const { clock, webhookStore } = this.#needs;
    if (this.#knownAt <= cameAt) {
      const at = clock.monotonic();
      this.#known = await webhookStore.list();
      this.#knownAt = at;
      // Of a receiver that was removed nothing is kept.
      for (const id of this.#fullToldAt.keys())
        if (!this.#known.some((webhook) => webhook.id === id)) this.#fullToldAt.delete(id);
    }
    return this.#known;
  }
}
