import { masked } from "../../domain/phone/phone-number.js";
import type { SendPlan } from "../../domain/decision/send-plan.js";
import type { TraceEntry } from "../../domain/decision/trace.js";
import { waitReason } from "../../domain/decision/wait-reason.js";
import { deferredEvent } from "../message/deferred-event.js";
import { type Message, messageToBody } from "../message/message.js";
import { echo, sourceOf } from "../message/outcome.js";
import type { Clock } from "../ports/clock.js";
import { type EventPublisher, EventTooLarge } from "../ports/event-publisher.js";
import type { Hashes } from "../ports/hashes.js";
import type { Journal } from "../ports/journal.js";
import type { Log } from "../ports/log.js";
import type { RetryStep } from "./retry-step.js";
import { sleepOrStop } from "./stopped.js";

interface HoldNeeds {
  readonly clock: Clock;
  readonly eventPublisher: Pick<EventPublisher, "publish">;
  readonly gateway: string;
  readonly hashes: Hashes;
  readonly journal: Pick<Journal, "park">;
  readonly log: Log;
  readonly retryStep: RetryStep;
}

/** The reason a claimed message waits, and its length. */
export interface Wait {
  /** Epoch ms. */
  readonly until: number;
  readonly token: number;
  readonly attempts: number;
  readonly plan: SendPlan;
  readonly trace: readonly TraceEntry[];
}

/**
 * Waits in process for a short while, longer in the schedule. "over": the wait ended, or another run owns the
 * message: claim again. "full": it waited, since the schedule had no room. A long wait is told by `sms.deferred` unless it was `told` before.
 */
export type HoldMessage = (
  message: Message,
  wait: Wait,
  told: boolean,
  stop: AbortSignal,
) => Promise<"parked" | "full" | "over">;

/** The part of an outcome that the message itself decides. */
const toldOf = ({ recipient, reference, correlationId, campaignId, caller, origin, request }: Message) => ({
  ...{ recipient, reference: echo(reference), correlationId: echo(correlationId), campaignId, caller: echo(caller) },
  ...{ source: sourceOf(origin), acceptedAt: request.requestedAt.toISOString() },
});

/** Longer waits leave the partition for the schedule. */
const parkBeyondMs = 5_000;

export const createHoldMessage = (needs: HoldNeeds): HoldMessage => {
  const { clock, eventPublisher, gateway, hashes, journal, log, retryStep } = needs;

  /** Told before it is parked: who dies in between tells it again, where the other order would leave it untold. */
  const tell = async (message: Message, wait: Wait, until: Date, because: string): Promise<void> => {
    const event = deferredEvent({ ...wait, at: clock.now(), because, gateway, hashes, message, until });
    await eventPublisher.publish(event).catch((error: unknown) => {
      if (!(error instanceof EventTooLarge)) throw error;
      log.error({ messageId: message.id, topic: event.topic }, "that a message waits is too long to be told");
    });
    log.info({ messageId: message.id, until: until.toISOString(), because }, "message waits");
  };

  return async (message, wait, told, stop) => {
    const { plan, token, trace } = wait;
    const ms = wait.until - clock.now().getTime();
    const isLong = ms > parkBeyondMs;
    if (isLong) {
      const until = new Date(wait.until);
      const because = waitReason(trace);
      if (!told) await tell(message, wait, until, because);
      const note = {
        class: plan.class,
        to: masked(plan.to),
        trace,
        until: until.toISOString(),
        because,
        told: toldOf(message),
      };
      const parked = await retryStep("park", stop, () =>
        journal.park(message.id, token, until, messageToBody(message), note),
      );
      if (parked === "parked") return "parked";
      if (parked === "stale") return "over";
    }
    await sleepOrStop(clock, Math.min(Math.max(ms, 1), parkBeyondMs), stop);
    return isLong ? "full" : "over";
  };
};
