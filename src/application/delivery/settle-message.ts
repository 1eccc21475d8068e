import type { PartialPlan } from "../../domain/decision/send-plan.js";
import type { TraceEntry } from "../../domain/decision/trace.js";
import type { RetryStep } from "./retry-step.js";
import type { Message } from "../message/message.js";
import { type End, outcomeEvent, type OutcomeValue } from "../message/outcome.js";
import type { TellableOtp } from "./otp-codes.js";
import type { PublishOutcome } from "./publish-outcome.js";
import type { Clock } from "../ports/clock.js";
import type { OutgoingEvent } from "../ports/event-publisher.js";
import type { Hashes } from "../ports/hashes.js";
import type { Journal } from "../ports/journal.js";
import type { Log } from "../ports/log.js";
import type { Meters } from "../ports/meters.js";

interface SettleNeeds {
  readonly clock: Clock;
  readonly gateway: string;
  readonly hashes: Hashes;
  readonly journal: Journal;
  readonly retryStep: RetryStep;
  readonly log: Log;
  readonly meters: Meters;
  readonly publishOutcome: PublishOutcome;
}

/** A message that ended, and its outcome. */
export interface Settled {
  readonly kind: "settled";
  readonly state: "sent" | "failed" | "in-doubt";
  readonly event: OutgoingEvent;
  readonly value: OutcomeValue;
  /** The code that this run made, or the instant until which it was refused one. */
  readonly otp?: { readonly sent: TellableOtp } | { readonly heldUntil: Date } | undefined;
  /** The outcome was acknowledged before, and the message's event was told. */
  readonly announced?: true | undefined;
}

/** The end of a message in one run. */
export type Delivered =
  | Settled
  /** Another event used its identity: this outcome tells so, and the journal holds nothing of it. */
  | { readonly kind: "conflict"; readonly event: OutgoingEvent }
  /** The message waits in the schedule. */
  | { readonly kind: "parked" }
  /** The message ended, and its record cannot be read: nothing is sent, nothing can be published. */
  | { readonly kind: "unreadable" };

export interface Ending {
  readonly message: Message;
  readonly plan: PartialPlan;
  readonly trace: readonly TraceEntry[];
  readonly token: number;
  readonly attempts: number;
  readonly end: End;
}

/**
 * The steps of an end. `settle` writes it; undefined where another run has ended the message or owns it. `announce`
 * publishes the outcome and resolves once it is acknowledged; a parked or unreadable message has no outcome to
 * publish.
 */
export interface SettleMessage {
  settle(ending: Ending, stop: AbortSignal | "answered"): Promise<Settled | undefined>;
  announce(delivered: Delivered): Promise<Delivered>;
}

const stateOf = (end: End) =>
  end.status === "failed" && end.reason === "outcome-unknown" ? ("in-doubt" as const) : end.status;

export const createSettleMessage = (needs: SettleNeeds): SettleMessage => {
  const { clock, gateway, hashes, journal, retryStep, log, meters, publishOutcome } = needs;
  return {
    settle: async (ending, stop) => {
      const { attempts, end, message, plan, token, trace } = ending;
      const { event, value } = outcomeEvent({ hashes, gateway, message, plan, end, attempts, at: clock.now() });
      const state = stateOf(end);
      const answer = await retryStep("settle", stop, () => journal.settle(message.id, token, state, { event, trace }));
      if (answer === "double") meters.count("double");
      if (answer !== "written") return undefined;
      const reason = end.status === "failed" ? end.reason : null;
      meters.outcome(plan.class, end.status, reason);
      log.info({ messageId: message.id, status: end.status, reason, attempts }, "message settled");
      return { kind: "settled", state, event, value };
    },
    announce: async (delivered) => {
      if (delivered.kind === "conflict") await publishOutcome(delivered.event);
      if (delivered.kind !== "settled" || delivered.announced) return delivered;
      await publishOutcome(delivered.event);
      // Nobody waits for it: where it is lost, the outcome is told once more under the same id.
      void journal.announced(delivered.value.messageId, delivered.state).catch(() => undefined);
      return delivered;
    },
  };
};
