import { backoff } from "../../domain/backoff.js";
import { classOf } from "../../domain/class-of.js";
import type { DeploymentFacts } from "../../domain/decision/deployment-facts.js";
import type { Decision } from "../../domain/decision/decision.js";
import type { CrashPolicy, MessageClass } from "../../domain/message-class.js";
import { masked } from "../../domain/phone/phone-number.js";
import type { PartialPlan, SendPlan } from "../../domain/decision/send-plan.js";
import type { TraceEntry } from "../../domain/decision/trace.js";
import { createAwaitTurn, type Turn } from "./await-turn.js";
import type { Codes } from "./codes.js";
import type { GatewayBreaker } from "./gateway-breaker.js";
import { type JournalStep, Stopped } from "./journal-steps.js";
import type { JudgeMessage } from "./judge-message.js";
import { type Message, messageToBody } from "../message/message.js";
import type { End } from "../message/outcome.js";
import type { Pace } from "./pace.js";
import type { Clock } from "../ports/clock.js";
import type { EventPublisher } from "../ports/event-publisher.js";
import type { Journal, OpenAnswer, Source } from "../ports/journal.js";
import type { Log } from "../ports/log.js";
import type { Meters } from "../ports/meters.js";
import type { Randomness } from "../ports/randomness.js";
import type { SendText } from "./send-text.js";
import type { Delivered, SettleMessage } from "./settle-message.js";

interface DeliverNeeds {
  readonly breaker: GatewayBreaker;
  readonly clock: Clock;
  readonly codes: Codes;
  readonly crashPolicy: Readonly<Record<MessageClass, CrashPolicy>>;
  readonly eventPublisher: EventPublisher;
  readonly facts: () => DeploymentFacts;
  readonly journal: Journal;
  readonly journalStep: JournalStep;
  readonly judgeMessage: JudgeMessage;
  /** The latest instant until which a message of this topic may be parked whose event is `from` then (invariant 7); undefined: no limit. */
  readonly keepLimit: (topic: string, from: Date) => Date | undefined;
  readonly log: Log;
  readonly meters: Meters;
  readonly pace: Pace;
  readonly randomness: Randomness;
  readonly sendText: SendText;
  readonly settleMessage: SettleMessage;
}

/**
 * The spine of one message: resolves when its outcome is acknowledged or when it is parked; a run that lost it to another
 * waits for that one's end. Rejects with `Stopped` when `stop` aborts before it may end, and with what the publisher or the journal threw for good:
 * whatever stands behind the message (offset or due entry) stays.
 */
export type DeliverMessage = (message: Message, source: Source, stop: AbortSignal) => Promise<Delivered>;

/** Longer waits leave the partition for the schedule. */
const parkBeyondMs = 5_000;
const openLeaseMs = 20_000;
/** A claim this old is taken anew before it is used: the wait may have outlived its lease. */
const renewAfterMs = 10_000;
const ceilingMs = backoff(200, 60_000);

type Go = Extract<OpenAnswer, { kind: "go" }>;

/** What a run remembers from claim to claim. */
interface Held extends Turn {
  /** It was held back by the gateway or by the service itself. */
  by: boolean;
}

interface Work {
  readonly message: Message;
  readonly source: Source;
  readonly stop: AbortSignal;
}

const unknownEnd = (id: string, why: string): End => ({
  status: "failed",
  reason: "outcome-unknown",
  detail: `${why}; look it up at the provider, then: sms in-doubt resolve ${id} --as sent|failed`,
});

const tooLate: End = {
  status: "failed",
  reason: "gateway-unavailable",
  detail:
    "The gateway took nothing, or the service was held back, until the deadline passed; send it again if it still matters",
};

export const createDeliverMessage = (needs: DeliverNeeds): DeliverMessage => {
  const { clock, codes, crashPolicy, eventPublisher, facts, journal, journalStep, judgeMessage, keepLimit } = needs;
  const { log, meters, randomness, sendText, settleMessage } = needs;
  const awaitTurn = createAwaitTurn(needs);

  const sleep = async (ms: number, stop: AbortSignal): Promise<void> => {
    if (!stop.aborted) await clock.sleep(ms, stop);
    if (stop.aborted) throw new Stopped("The service stops");
  };

  const finish = async (
    { message, stop }: Work,
    { plan, trace }: { readonly plan: PartialPlan; readonly trace: readonly TraceEntry[] },
    { token, attempts }: { readonly token: number; readonly attempts: number },
    end: End,
  ): Promise<Delivered | undefined> => {
    const settled = await settleMessage.settle({ message, plan, trace, token, attempts, end }, stop);
    return settled === undefined ? undefined : settleMessage.announce(settled);
  };

  /** Waits in process up to 5 s, longer in the schedule. undefined: waited, go on. */
  const wait = async (
    { message, stop }: Work,
    { token }: Go,
    until: number,
    plan: SendPlan,
    trace: readonly TraceEntry[],
  ): Promise<Delivered | undefined> => {
    const ms = until - clock.now().getTime();
    if (ms > parkBeyondMs) {
      const note = { class: plan.class, to: masked(plan.to), trace };
      const parked = await journalStep("park", stop, () =>
        journal.park(message.id, token, new Date(until), messageToBody(message), note),
      );
      if (parked === "parked") return { kind: "parked" };
      if (parked === "stale") return undefined;
    }
    await sleep(Math.min(Math.max(ms, 1), parkBeyondMs), stop);
    return undefined;
  };

  /** A later refusal can't deny a text that may have gone out (invariant 1). */
  const denied = ({ message }: Work, go: Go, end: End): End =>
    go.sends === 0 ? end : unknownEnd(message.id, "An earlier attempt may have been sent, and it may not be repeated");

  const refused = ({ message }: Work, decision: Decision & { kind: "refuse" }, go: Go, held: boolean): End => {
    const { reason, detail } = decision.refusal;
    const { deadline } = decision.plan;
    const inTime = deadline !== undefined && message.arrivedAt <= deadline;
    const late = reason === "deadline-passed" && (held || go.attempts > 0 || inTime);
    return late ? tooLate : { status: "failed", reason, detail };
  };

  const beyond = (until: Date, limit: Date): End => ({
    status: "failed",
    reason: "deadline-passed",
    detail: `It would wait until ${until.toISOString()}, longer than its event is kept (${limit.toISOString()}); ask for an earlier sendAt, or keep the topic longer`,
  });

  /** A claimed message, to its end or out of our hands. undefined: the claim is to be taken anew. */
  const claimed = async (work: Work, go: Go, held: Held): Promise<Delivered | undefined> => {
    const { message, stop } = work;
    const since = clock.monotonic();
    const decision = await judgeMessage(message);
    log.debug({ messageId: message.id, decision: decision.kind, trace: decision.trace }, "decided");
    if (decision.kind === "refuse")
      return finish(work, decision, go, denied(work, go, refused(work, decision, go, held.by)));
    const { plan, trace } = decision;
    if (decision.kind === "defer") {
      const limit = keepLimit(message.origin.topic, message.request.requestedAt);
      if (limit !== undefined && decision.until > limit)
        return finish(work, decision, go, denied(work, go, beyond(decision.until, limit)));
      return wait(work, go, decision.until.getTime(), plan, trace);
    }
    if (!(await awaitTurn(plan, held, stop))) {
      if (stop.aborted) throw new Stopped("The service stops");
      held.by = true;
      return undefined;
    }
    if (clock.monotonic() - since > renewAfterMs) return undefined;
    const sent = await sendText(message, plan, trace, go, stop);
    // A claim that was lost before the mark used no turn; waiting for another, it would lose the next one too.
    held.turn = sent.kind === "stale";
    switch (sent.kind) {
      case "over":
        return settleMessage.announce(sent.settled);
      // Whoever owns it may die before its outcome is out: only the journal tells when this run may end.
      case "stale":
      case "resend":
        return undefined;
      case "not-taken": {
        held.by = true;
        const until = Math.min(
          clock.now().getTime() + randomness.below(ceilingMs(sent.attempts - 1)) + 1,
          plan.deadline.getTime() + 1,
        );
        return wait(work, go, until, plan, [
          ...trace,
          { rule: "gateway", verdict: "defer", observed: sent.cause, consequence: "surely not sent; tried again" },
        ]);
      }
    }
  };

  const run = async (work: Work): Promise<Delivered> => {
    const { message, source, stop } = work;
    const policy = crashPolicy[classOf(message.request, facts().templates)];
    const keepUntil = message.request.sendAt ?? message.request.requestedAt;
    const held = { by: false, turn: false };
    for (;;) {
      const opened = await journalStep("open", stop, () =>
        journal.open(message.id, source, policy, openLeaseMs, keepUntil),
      );
      switch (opened.kind) {
        case "busy":
          await sleep(Math.min(opened.ms + 10, 1_000), stop);
          continue;
        case "parked":
          return { kind: "parked" };
        case "settled":
          await eventPublisher.publish(opened.outcome.event);
          return { kind: "settled", state: opened.state, event: opened.outcome.event };
        case "unreadable":
          meters.count("unreadable-record");
          return { kind: "unreadable" };
        case "in-doubt": {
          // A code is not made again only to be told about.
          const isCode = message.request.content.kind === "code";
          const decision = isCode ? { plan: { class: "otp" as const }, trace: [] } : await judgeMessage(message);
          const end = unknownEnd(message.id, "The service died while it was sending this text");
          const delivered = await finish(work, decision, opened, end);
          if (delivered !== undefined) return delivered;
          continue;
        }
        case "go": {
          const delivered = await claimed(work, opened, held);
          if (delivered !== undefined) return delivered;
        }
      }
    }
  };

  const codeEnd = { sent: "accepted", failed: "unsent", "in-doubt": "unknown" } as const;

  return async (message, source, stop) => {
    const delivered = await run({ message, source, stop });
    if (message.request.content.kind === "code" && delivered.kind === "settled")
      await codes.ended(message, codeEnd[delivered.state]);
    return delivered;
  };
};
