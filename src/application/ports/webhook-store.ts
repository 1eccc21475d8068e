import type { Webhook, WebhookHealth } from "../../domain/webhook/webhook.js";

/** An event on its way to one receiver. */
export interface WebhookDelivery {
  /** The event's `ce_id`. */
  readonly id: string;
  /** JSON, as it is sent. */
  readonly body: string;
  /** Tries so far. */
  readonly failed: number;
  readonly due: Date;
}

/** Deliveries of one receiver that may wait; more are dropped, and counted by who adds them. */
export const mostDeliveries = 10_000;
export const mostWebhooks = 100;
/** A queue that nothing was added to, or put back into, for so long is gone. */
export const deliveriesKeptMs = 7 * 24 * 3_600_000;

/** A delivery that was taken is nobody else's for so long, which is longer than a try takes. */
export const leaseMs = 60_000;

export interface KeptWebhook extends Webhook {
  readonly health: WebhookHealth;
  /** Deliveries that wait. */
  readonly waiting: number;
}

/** Receivers and what waits for them, shared by all workers. Numbers and secrets are sealed where they leave the process. */
export interface WebhookStore {
  /** Writes a receiver; its health and its queue stay. */
  save(webhook: Webhook): Promise<void>;
  /** Changes a receiver in one step, as `changeHealth` does; false: no receiver has this id. */
  change(id: string, change: (webhook: Webhook) => Webhook): Promise<boolean>;
  /**
   * Changes a receiver's health in one step: of two changes at once, the second is asked with what the first one left.
   * Answers the health that was written; undefined: `change` answered so, or no receiver has this id.
   */
  changeHealth(
    id: string,
    change: (health: WebhookHealth) => WebhookHealth | undefined,
  ): Promise<WebhookHealth | undefined>;
  /** Receivers but those whose record cannot be read: one must not hide the others. */
  list(): Promise<readonly KeptWebhook[]>;
  /** Forgets it with all that waits; false: there was none. */
  remove(id: string): Promise<boolean>;
  /**
   * Keeps a delivery until `done`; one of the same id that waits stays as it is, and of a receiver that is not there nothing
   * is kept. "full" beyond `mostDeliveries`.
   */
  add(id: string, delivery: WebhookDelivery): Promise<"kept" | "full">;
  /** Deliveries that are due, at most `limit`, the earliest first; each is nobody else's for `leaseMs`. */
  take(id: string, now: Date, limit: number, leaseMs: number): Promise<readonly WebhookDelivery[]>;
  /** A delivery that waits, or was taken, waits as given from now on; false: nothing waits under its id. */
  again(id: string, delivery: WebhookDelivery): Promise<boolean>;
  /** Deliveries that wait longer than `leaseMs` are due now; one that may be under way stays as it is. */
  hurry(id: string, now: Date): Promise<void>;
  done(id: string, delivery: string): Promise<void>;
  /**
   * Gives the deliveries of every receiver that wait another body, where `change` has one; answers how many. One that is under
   * way keeps its own if it comes back.
   */
  rewrite(change: (body: string) => string | undefined): Promise<number>;
}
