import type { Hashes } from "./ports/hashes.js";
import type { EventPublisher } from "./ports/event-publisher.js";
import type { Journal } from "./ports/journal.js";
import type { Clock } from "./ports/clock.js";
import type { Facts } from "../domain/facts.js";
import { decide } from "../domain/decide.js";
import type { Decision } from "../domain/decision.js";
import type { Refusal } from "../domain/refusal.js";
import { messageId } from "./handle-event.js";
import type { Notification } from "./notification.js";

/** What a door answers to a request to send. */
export type Taken =
  | { readonly kind: "accepted"; readonly answer: Accepted }
  | { readonly kind: "conflict" }
  | { readonly kind: "refused"; readonly refusal: Refusal }
  | { readonly kind: "invalid"; readonly faults: readonly { readonly pointer: string; readonly message: string }[] };

export interface Accepted {
  readonly messageId: string;
  readonly state: "received";
  readonly encoding: string | null;
  readonly segments: number | null;
  readonly estimatedCost: { readonly micros: number; readonly currency: "USD" } | null;
}

interface TakeNeeds {
  readonly clock: Clock;
  readonly eventPublisher: EventPublisher;
  readonly facts: () => Facts;
  readonly hashes: Hashes;
  readonly journal: Journal;
  readonly smsRequested: Notification<unknown>;
}

/** Publishes `sms.requested` and answers once it is durable and journaled; the same `key` again gives the first answer. */
export interface TakeRequest {
  take(body: unknown, key: string): Promise<Taken>;
  /** The decision about such a body; nothing is sent or kept. */
  preview(body: unknown): Decision | Extract<Taken, { kind: "invalid" }>;
}

/** What the text and the number alone decide is answered at the door; later checks become outcomes. */
const atTheDoor = new Set<string>([
  "invalid-phone-number",
  "number-type-not-allowed",
  "destination-not-allowed",
  "template-unknown",
  "template-variables-invalid",
  "message-empty",
  "message-too-long",
]);

const source = "/sms-service/http";

export const createTakeRequest = ({
  clock,
  eventPublisher,
  facts,
  hashes,
  journal,
  smsRequested,
}: TakeNeeds): TakeRequest => {
  const judge = (body: unknown): Decision | Extract<Taken, { kind: "invalid" }> => {
    const parsed = smsRequested.schema.safeParse(body);
    if (!parsed.success) {
      const faults = parsed.error.issues.map(({ path, message }) => ({ pointer: `/${path.join("/")}`, message }));
      return { kind: "invalid", faults };
    }
    const [asked] = smsRequested.messages(parsed.data);
    const { recipient: _, ...request } = asked!;
    return decide({ ...request, requestedAt: clock.now() }, facts(), clock.now());
  };

  return {
    preview: judge,
    take: async (body, key) => {
      const decision = judge(body);
      if (decision.kind === "invalid") return decision;
      if (decision.kind === "refuse" && atTheDoor.has(decision.refusal.reason))
        return { kind: "refused", refusal: decision.refusal };
      const id = messageId(hashes, `${source}\n${key}`, "sms.requested", "recipient");
      const { encoding = null, segments = null, estimatedCost = null } = decision.plan;
      const accepted: Accepted = { messageId: id, state: "received", encoding, segments, estimatedCost };
      const value = JSON.stringify(body);
      const received = await journal.receive(id, hashes.keyed(value), JSON.stringify(accepted));
      if (received.kind === "conflict") return { kind: "conflict" };
      const answer: Accepted = received.kind === "new" ? accepted : JSON.parse(received.answer);
      if (received.kind === "repeated" && received.published) return { kind: "accepted", answer };
      await eventPublisher.publish({
        topic: "sms.requested",
        key: hashes.keyed(decision.plan.to ?? value),
        value,
        headers: {
          ce_specversion: "1.0",
          ce_id: key,
          ce_source: source,
          ce_type: "sms.requested",
          ce_time: clock.now().toISOString(),
          "content-type": "application/json",
        },
      });
      return { kind: "accepted", answer };
    },
  };
};
