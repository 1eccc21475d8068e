import type { Webhook } from "../../domain/webhook/webhook.js";

/** One event as it goes to a receiver. */
export interface SentWebhook {
  /** The same for every try of one event: receivers know repetitions by it. */
  readonly id: string;
  /** JSON. */
  readonly body: string;
}

export type WebhookAnswer =
  | { readonly kind: "answered"; readonly status: number; readonly retryAfterMs: number | undefined }
  /** No answer: refused by the guard, no such host, no connection, too late. */
  | { readonly kind: "failed"; readonly why: string };

export interface WebhookSender {
  /** The reason why an address may not be a receiver's, as far as it says so itself; its names are resolved at each delivery. */
  refusal(url: string): string | undefined;
  /**
   * One signed try, at most 15 s in all. Follows no redirect, uses no proxy, connects to a judged address only, keeps nothing
   * of the answer's body. Never rejects.
   */
  send(to: Pick<Webhook, "secrets" | "url">, what: SentWebhook, at: Date): Promise<WebhookAnswer>;
}
