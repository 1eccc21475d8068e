import type { ServiceClient } from "./service-client.js";

/** A text that a simulated phone wrote. */
interface WrittenReply {
  readonly inboundId: string;
  readonly phone: string;
  readonly to?: string | undefined;
  readonly text: string;
  readonly at: string;
}

/** Tells the service at `SMS_URL` about a reply, as a provider's webhook would. Rejects with the reason of a refusal. */
export const replyTeller =
  (call: ServiceClient) =>
  async ({ phone: from, ...reply }: WrittenReply): Promise<void> => {
    const { status, body } = await call("POST", "/v1/inbound", { ...reply, from, provider: "simulator" });
    if (status === 202) return;
    const { detail } = body;
    const why = typeof detail === "string" ? `: ${detail.slice(0, 300)}` : "";
    throw new Error(`The service at SMS_URL answered HTTP ${status}${why}`);
  };
