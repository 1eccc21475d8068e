import type { SendTime } from "../../domain/decision/send-request.js";
import type { Decision } from "../../domain/decision/decision.js";
import type { FailureReason } from "../../domain/decision/failure-reason.js";
import { waitReason } from "../../domain/decision/wait-reason.js";
import { masked } from "../../domain/phone/phone-number.js";
import type { Refusal } from "../../domain/decision/refusal.js";
import type { Encoding } from "../../domain/text/text.js";
import type { Money } from "../../domain/decision/send-plan.js";
import { ceHeaders } from "../message/ce-headers.js";
import { requestKey } from "../message/request-key.js";
import { createJudgeRequest, type InvalidRequest, type JudgeNeeds } from "./judge-request.js";
import { doorSource } from "../message/message.js";
import { messageId } from "../notifications/message-id.js";
import type { Clock } from "../ports/clock.js";
import { type EventPublisher, EventsUnavailable } from "../ports/event-publisher.js";
import type { Hashes } from "../ports/hashes.js";
import type { Journal } from "../ports/journal.js";

/** A door's answer to a request to send. */
export type Accepted =
  | { readonly kind: "accepted"; readonly answer: AcceptedAnswer }
  | { readonly kind: "conflict" }
  | { readonly kind: "refused"; readonly refusal: Refusal }
  | InvalidRequest;

export interface AcceptedAnswer {
  readonly messageId: string;
  readonly state: "received";
  readonly encoding: Encoding | null;
  readonly segments: number | null;
  readonly estimatedCost: Money | null;
  /** RFC 3339: it will wait until then, as far as the door can tell. */
  readonly until?: string;
  readonly because?: string;
}

interface AcceptNeeds extends JudgeNeeds {
  readonly clock: Clock;
  readonly eventPublisher: EventPublisher;
  readonly hashes: Hashes;
  readonly journal: Journal;
}

export interface AcceptRequest {
  /**
   * Publishes `sms.requested`, or `sms.requested.promotional`, and answers once it is durable and journaled. `key` is
   * the caller's Idempotency-Key, made the caller's own: the same key and body give the first answer again, another
   * body is a conflict. `caller` is the name that the outcome gives for the asker, and that money is counted under.
   */
  take(body: unknown, key: string, caller: string): Promise<Accepted>;
  /** The decision about such a body, as it will be at a campaign's time where one is given; nothing is sent or kept. Rejects while a store of the checks is away. */
  preview(body: unknown, caller?: string, then?: SendTime): Promise<Decision | InvalidRequest>;
}

/** Reasons that depend on the text and the number alone are answered at the door; later checks become outcomes. */
const atTheDoor: ReadonlySet<FailureReason> = new Set<FailureReason>([
  "invalid-phone-number",
  "number-type-not-allowed",
  "destination-not-allowed",
  "template-unknown",
  "template-variables-invalid",
  "message-empty",
  "message-too-long",
]);

const isAccepted = (value: unknown): value is AcceptedAnswer =>
  typeof value === "object" &&
  value !== null &&
  "messageId" in value &&
  typeof value.messageId === "string" &&
  "state" in value &&
  value.state === "received";

/** The first answer, as the journal kept it. */
const keptAnswer = (kept: string): AcceptedAnswer => {
  const value: unknown = JSON.parse(kept);
  if (!isAccepted(value))
    throw new TypeError("What is kept for this Idempotency-Key is no answer to a request to send");
  return value;
};

export const createAcceptRequest = (needs: AcceptNeeds): AcceptRequest => {
  const { clock, eventPublisher, hashes, journal, smsRequested } = needs;
  const judge = createJudgeRequest(needs);

  return {
    preview: async (body, caller, then) => {
      const judged = await judge(body, caller, then);
      return judged.kind === "invalid" ? judged : judged.decision;
    },
    take: async (body, key, caller) => {
      const judged = await judge(body, caller);
      if (judged.kind === "invalid") return judged;
      const { decision, payload } = judged;
      if (decision.kind === "refuse" && atTheDoor.has(decision.refusal.reason))
        return { kind: "refused", refusal: decision.refusal };
      const id = messageId(hashes, `${doorSource}\n${key}`, "sms.requested", "recipient");
      const { encoding = null, segments = null, estimatedCost = null, to = "" } = decision.plan;
      const wait =
        decision.kind === "defer"
          ? { until: decision.until.toISOString(), because: waitReason(decision.trace) }
          : undefined;
      const accepted: AcceptedAnswer = { messageId: id, state: "received", encoding, segments, estimatedCost, ...wait };
      // The fields the schema knows, in its order: the same request however it was written.
      const value = JSON.stringify(payload);
      const note = { class: decision.plan.class, to: masked(to), trace: decision.trace } as const;
      const received = await journal.receive(id, hashes.keyed(value), JSON.stringify(accepted), note);
      if (received.kind === "conflict") return { kind: "conflict" };
      const answer: AcceptedAnswer = received.kind === "new" ? accepted : keptAnswer(received.answer);
      if (received.kind === "repeated" && received.published) return { kind: "accepted", answer };
      const of = decision.plan.class ?? "transactional";
      const { promotionalTopic, topic: usual } = smsRequested;
      const topic = of === "promotional" ? (promotionalTopic ?? usual) : usual;
      await eventPublisher
        .publish({
          topic,
          key: requestKey(hashes, to, of),
          value,
          headers: ceHeaders({ topic, id: key, at: clock.now(), source: doorSource, caller }),
        })
        .catch((error: unknown) => {
          throw new EventsUnavailable(`${topic} was not written`, { cause: error });
        });
      return { kind: "accepted", answer };
    },
  };
};
