import type { WebhookStore } from "../ports/webhook-store.js";

/** Takes a number (E.164) out of every webhook that waits; answers how many told it. Rejects while the store is away. */
export type ForgetDeliveries = (e164: string) => Promise<number>;

/** As `webhookEvent` wrote it. */
interface Body {
  readonly data: { readonly to?: unknown };
}

const withoutNumber = (body: string, e164: string): string | undefined => {
  // Few bodies are read whole.
  if (!body.includes(e164)) return undefined;
  const told = JSON.parse(body) as Body;
  return told.data.to === e164 ? JSON.stringify({ ...told, data: { ...told.data, to: null } }) : undefined;
};

export const createForgetDeliveries =
  ({ webhookStore }: { readonly webhookStore: Pick<WebhookStore, "rewrite"> }): ForgetDeliveries =>
  (e164) =>
    webhookStore.rewrite((body) => withoutNumber(body, e164));
