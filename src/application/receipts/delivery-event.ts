import { recordedOutcome } from "../message/recorded-outcome.js";
import type { Money } from "../../domain/decision/send-plan.js";
import type { Receipt } from "../../domain/receipt/receipt.js";
import { ceHeaders } from "../message/ce-headers.js";
import type { OutcomeValue } from "../message/outcome.js";
import type { OutgoingEvent } from "../ports/event-publisher.js";
import type { Hashes } from "../ports/hashes.js";

/** Value of `sms.delivered` and `sms.undelivered`: the fields of `sms.sent`, and the provider's word since. */
export type DeliveryValue = Omit<OutcomeValue, "status"> & {
  readonly status: "delivered" | "undelivered";
  /** The handset's own word; false: the carrier's. */
  readonly handset: boolean;
  readonly carrier: string | null;
  /** One word of data/provider-responses.json. */
  readonly providerResponse: string | null;
  readonly actualCost: Money | null;
  readonly partsBilled: number | null;
  /** From the provider's "accepted" to this. */
  readonly latencyMs: number;
};

/** The same message and status always give the same `ce_id`. */
export const deliveryEvent = (
  hashes: Hashes,
  sent: OutgoingEvent,
  receipt: Receipt,
  status: DeliveryValue["status"],
): OutgoingEvent => {
  const outcome = recordedOutcome(sent);
  const { at, carrier, micros, parts, response } = receipt;
  const value: DeliveryValue = {
    ...outcome,
    status,
    providerMessageId: receipt.providerMessageId,
    handset: receipt.status === "delivered",
    carrier,
    providerResponse: response,
    actualCost: micros === null ? null : { micros, currency: "USD" },
    partsBilled: parts,
    latencyMs: Math.max(at.getTime() - Date.parse(outcome.occurredAt), 0),
    occurredAt: at.toISOString(),
  };
  const topic = `sms.${status}`;
  const { traceparent } = sent.headers;
  const id = hashes.uuid(`${outcome.messageId}\n${status}\n`);
  return {
    topic,
    key: sent.key,
    value: JSON.stringify(value),
    headers: ceHeaders({ topic, id, at, traceparent }),
  };
};
