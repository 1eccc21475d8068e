import type { SendPlan } from "../../domain/decision/send-plan.js";
import type { TraceEntry } from "../../domain/decision/trace.js";
import type { CallGateway } from "./call-gateway.js";
import { deliveryEnds } from "./delivery-ends.js";
import type { GatewayBreaker } from "./gateway-breaker.js";
import type { RetryStep } from "./retry-step.js";
import { Stopped } from "./stopped.js";
import type { Message } from "../message/message.js";
import type { End } from "../message/outcome.js";
import type { Clock } from "../ports/clock.js";
import type { Journal } from "../ports/journal.js";
import type { Log } from "../ports/log.js";
import type { Meters } from "../ports/meters.js";
import type { Settled, SettleMessage } from "./settle-message.js";
import { Slots } from "./slots.js";

interface SendNeeds {
  readonly breaker: GatewayBreaker;
  readonly callGateway: CallGateway;
  readonly clock: Clock;
  readonly journal: Journal;
  readonly retryStep: RetryStep;
  readonly log: Log;
  readonly meters: Meters;
  readonly settleMessage: SettleMessage;
  readonly slots: Slots;
}

/** One send of a message that is in our hands, or will be once it is marked. */
export interface Marking {
  /** Writes the send ahead, under a lease of so many ms; only an answer ends it. */
  mark(leaseMs: number): Promise<"ok" | "stale">;
  /** The token of the claim, known once it is marked. */
  readonly token: number;
  /** The number of this send. */
  readonly attempt: number;
  /** Verdicts so far. */
  readonly trace: readonly TraceEntry[];
}

/** The gateway took the text, and the journal could not be told so under this claim. */
export interface Proof {
  readonly plan: SendPlan;
  readonly trace: readonly TraceEntry[];
  readonly end: End;
}

export type Sent =
  /** The message ended: publish its outcome. */
  | { readonly kind: "ended"; readonly settled: Settled }
  /** Surely not taken: open again, after a backoff. */
  | { readonly kind: "not-taken"; readonly attempts: number; readonly cause: string }
  /** Perhaps taken, and policy allows one more. */
  | { readonly kind: "resend"; readonly attempts: number }
  /** Nothing is sent now, as the breaker opened or the deadline passed meanwhile: judge it again. */
  | { readonly kind: "held" }
  /** Another run owns it: look again. */
  | { readonly kind: "stale"; readonly proof?: Proof | undefined };

/**
 * One Publish, written ahead. A slot is held from mark to answer, and until its end is written where too many answers
 * are not written down yet. From the mark on only the journal's answers end it, whatever errors it throws in between: a text that was taken may
 * not be forgotten. Rejects with `Stopped` before the mark only.
 */
export type SendText = (
  message: Message,
  plan: SendPlan,
  marking: Marking,
  stop: AbortSignal,
  isProbe: boolean,
) => Promise<Sent>;

/**
 * With fewer answers than these not yet written down, a slot is free at the gateway's answer: a crash may leave each of
 * them in doubt, as it does those on the wire. With more, the text keeps its slot until the journal holds its end.
 */
const mostAnswers = (slots: number): number => Math.ceil(slots / 8);
const ofOtp = 1;

export const createSendText = (needs: SendNeeds): SendText => {
  const { breaker, callGateway, clock, journal, retryStep, log, meters, settleMessage, slots } = needs;
  const answered = new Slots(mostAnswers(slots.total) + ofOtp, ofOtp);

  return async (message, plan, marking, stop, isProbe) => {
    let release = await slots.take(plan.class);
    meters.inFlight(plan.class, 1);
    const { attempt } = marking;
    const finish = async (end: End, entry: TraceEntry): Promise<Sent> => {
      const { token, trace } = marking;
      const ending = { message, plan, trace: [...trace, entry], token, attempts: attempt, end };
      const settled = await settleMessage.settle(ending, "answered");
      if (settled !== undefined) return { kind: "ended", settled };
      return end.status === "sent" ? { kind: "stale", proof: { plan, trace: ending.trace, end } } : { kind: "stale" };
    };
    try {
      if (stop.aborted) throw new Stopped();
      if (clock.now() > plan.deadline) return { kind: "held" };
      // The breaker opened while it waited for a slot: it would fail, or be in doubt, as those before it.
      if (breaker.cause !== undefined && !isProbe) return { kind: "held" };
      const called = await callGateway({ plan, mark: marking.mark, isProbe }, stop);
      if (called.kind === "unmarked") return { kind: "not-taken", attempts: attempt, cause: called.cause };
      if (called.kind !== "answered") return { kind: called.kind };
      // The end is asked for at once either way: an answer that waited for a place here would be in doubt for longer.
      if (answered.isFree(plan.class)) {
        const written = await answered.take(plan.class);
        release();
        release = written;
      }
      const { answer } = called;
      const { token } = marking;
      log.debug({ messageId: message.id, attempt, answer: answer.kind }, "gateway call");
      const observed = `attempt ${attempt}: ${answer.kind}`;
      switch (answer.kind) {
        case "accepted":
          return await finish(
            { status: "sent", providerMessageId: answer.providerMessageId },
            { rule: "gateway", verdict: "pass", observed, consequence: "handed to the provider" },
          );
        case "rejected":
          return await finish(deliveryEnds.rejected(answer.detail), {
            rule: "gateway",
            verdict: "refuse",
            observed: `${observed} ${answer.code}`,
            consequence: "final",
          });
        case "not-accepted":
        case "misconfigured": {
          const cause = answer.kind === "misconfigured" ? "misconfigured" : answer.cause;
          const undone = await retryStep("unmark", "answered", () => journal.unmark(message.id, token, attempt));
          return undone === "stale" ? { kind: "stale" } : { kind: "not-taken", attempts: attempt, cause };
        }
        case "ambiguous": {
          const next = await retryStep("again", "answered", () => journal.again(message.id, token, attempt));
          if (next === "stale") return { kind: "stale" };
          if (next === "again") return { kind: "resend", attempts: attempt };
          return await finish(deliveryEnds.ambiguous(message.id, answer.detail), {
            rule: "gateway",
            verdict: "refuse",
            observed,
            consequence: "in doubt: it may have been sent",
          });
        }
      }
    } finally {
      meters.inFlight(plan.class, -1);
      release();
    }
  };
};
