import { decide } from "../domain/decide.js";
import type { Facts } from "../domain/facts.js";
import type { CrashPolicy, MessageClass } from "../domain/message-class.js";
import type { SendPlan } from "../domain/send-plan.js";
import type { TraceEntry } from "../domain/trace.js";
import type { GatewayBreaker } from "./gateway-breaker.js";
import { type Message, messageToBody } from "./message.js";
import { type End, outcomeEvent } from "./outcome.js";
import type { Clock } from "./ports/clock.js";
import type { EventPublisher } from "./ports/event-publisher.js";
import type { Hashes } from "./ports/hashes.js";
import { type Journal, JournalUnavailable, type OpenAnswer, type Source } from "./ports/journal.js";
import type { Log } from "./ports/log.js";
import type { Meters } from "./ports/meters.js";
import type { Randomness } from "./ports/randomness.js";
import type { GatewayAnswer, SmsGateway } from "./ports/sms-gateway.js";
import type { Throttle } from "./ports/throttle.js";
import type { Slots } from "./slots.js";

export interface DeliverNeeds {
  readonly breaker: GatewayBreaker;
  readonly clock: Clock;
  readonly eventPublisher: EventPublisher;
  readonly facts: () => Facts;
  readonly hashes: Hashes;
  readonly journal: Journal;
  readonly log: Log;
  readonly meters: Meters;
  readonly randomness: Randomness;
  readonly slots: Slots;
  readonly smsGateway: SmsGateway;
  readonly throttle: Throttle;
  readonly crashPolicy: Readonly<Record<MessageClass, CrashPolicy>>;
}

/**
 * The spine of one message: resolves when its outcome is acknowledged, when it is parked, or when another run owns it.
 * Rejects with `Stopped` when `stop` aborts before it may end, and with what the publisher or the journal threw for good:
 * whatever stands behind the message (offset or due entry) stays.
 */
export type DeliverMessage = (message: Message, source: Source, stop: AbortSignal) => Promise<void>;

/** The process stops: the message stays where it was. */
export class Stopped extends Error {
  override readonly name = "Stopped";
}

/** Longer waits leave the partition for the schedule. */
const parkBeyondMs = 5_000;
/** Open: long enough for every wait in process. Sending: connect 2 s + request 5 s + 2 s, and a margin. */
const openLeaseMs = 20_000;
const sendLeaseMs = 10_000;
const publishMs = sendLeaseMs - 2_000;

type Claim = Extract<OpenAnswer, { kind: "go" }>;

export const createDeliverMessage = (needs: DeliverNeeds): DeliverMessage => {
  const { breaker, clock, eventPublisher, facts, hashes, journal, log, meters, randomness } = needs;
  const { slots, smsGateway, throttle, crashPolicy } = needs;

  const pause = async (ms: number, stop: AbortSignal): Promise<void> => {
    if (!stop.aborted) await clock.sleep(ms, stop);
    if (stop.aborted) throw new Stopped("The service stops");
  };

  /** Repeats an unanswered step with the same token and attempt until it is answered: only that answer decides. */
  const step = async <Answer>(name: string, stop: AbortSignal, call: () => Promise<Answer>): Promise<Answer> => {
    for (let waitMs = 50; ; waitMs = Math.min(waitMs * 2, 1_000)) {
      const began = clock.monotonic();
      try {
        const answer = await call();
        meters.journalSeconds((clock.monotonic() - began) / 1_000, name);
        return answer;
      } catch (error) {
        if (!(error instanceof JournalUnavailable)) throw error;
        log.warn({ step: name }, "the journal does not answer; repeating the step");
        await pause(waitMs, stop);
      }
    }
  };

  const finish = async (
    message: Message,
    plan: Partial<SendPlan>,
    trace: readonly TraceEntry[],
    claim: { token: number; attempts: number },
    end: End,
    stop: AbortSignal,
  ): Promise<void> => {
    const { attempts, token } = claim;
    const event = outcomeEvent({ hashes, gateway: smsGateway.name, message, plan, end, attempts, at: clock.now() });
    const doubtful = end.status === "failed" && end.reason === "outcome-unknown";
    const state = doubtful ? "in-doubt" : end.status;
    const answer = await step("settle", stop, () => journal.settle(message.id, token, state, { event, trace }));
    if (answer === "double") meters.count("double");
    if (answer !== "written") return;
    await eventPublisher.publish(event);
    const reason = end.status === "failed" ? end.reason : null;
    meters.outcome(plan.class ?? message.request.class ?? "transactional", end.status, reason);
    log.info({ messageId: message.id, status: end.status, reason }, "message settled");
  };

  const inDoubt = (detail: string): End => ({ status: "failed", reason: "outcome-unknown", detail });

  /** Waits in process up to 5 s, longer in the schedule. True: waited, go on; false: it is parked or no longer ours. */
  const wait = async (message: Message, claim: Claim, until: number, stop: AbortSignal): Promise<boolean> => {
    const ms = until - clock.now().getTime();
    if (ms > parkBeyondMs) {
      const parked = await step("park", stop, () =>
        journal.park(message.id, claim.token, new Date(until), messageToBody(message)),
      );
      if (parked !== "full") return false;
    }
    await pause(Math.min(Math.max(ms, 1), parkBeyondMs), stop);
    return true;
  };

  const publish = async (plan: SendPlan): Promise<GatewayAnswer> => {
    const began = clock.monotonic();
    const answer = await smsGateway.publish(plan, AbortSignal.timeout(publishMs));
    meters.gatewaySeconds((clock.monotonic() - began) / 1_000, answer.kind);
    breaker.heard(answer, clock.monotonic());
    return answer;
  };

  /** One Publish, written ahead. "again": the claim is open once more, after a backoff; "over": settled or no longer ours. */
  const send = async (
    message: Message,
    plan: SendPlan,
    trace: readonly TraceEntry[],
    claim: { token: number; attempts: number },
    stop: AbortSignal,
  ): Promise<"backoff" | "resend" | "over"> => {
    const release = await slots.take(plan.class);
    meters.inFlight(plan.class, 1);
    const { token } = claim;
    const attempt = claim.attempts + 1;
    try {
      if (stop.aborted) throw new Stopped("The service stops");
      // Once marked, only the store's answers decide: a stop no longer interrupts.
      const go = new AbortController().signal;
      if ((await step("mark", stop, () => journal.mark(message.id, token, attempt, sendLeaseMs))) === "stale")
        return "over";
      claim.attempts = attempt;
      const answer = await publish(plan);
      log.debug({ messageId: message.id, attempt, answer: answer.kind }, "gateway answered");
      switch (answer.kind) {
        case "accepted":
          await finish(
            message,
            plan,
            trace,
            claim,
            { status: "sent", providerMessageId: answer.providerMessageId },
            go,
          );
          return "over";
        case "rejected": {
          const end: End = { status: "failed", reason: "gateway-rejected", detail: answer.detail };
          await finish(message, plan, trace, claim, end, go);
          return "over";
        }
        case "not-accepted":
        case "misconfigured":
          return (await step("unmark", go, () => journal.unmark(message.id, token, attempt))) === "ok"
            ? "backoff"
            : "over";
        case "ambiguous": {
          const next = await step("again", go, () => journal.again(message.id, token, attempt));
          if (next === "again") return "resend";
          if (next === "in-doubt") await finish(message, plan, trace, claim, inDoubt(answer.detail), go);
          return "over";
        }
      }
    } finally {
      meters.inFlight(plan.class, -1);
      release();
    }
  };

  /** What holds a message back before its Publish, in ms: the breaker, then the account's rate. */
  const heldMs = async (plan: SendPlan): Promise<number> =>
    breaker.waitMs(clock.monotonic()) || throttle.take(plan.class, plan.segments);

  const claimed = async (message: Message, go: Claim, stop: AbortSignal): Promise<void> => {
    const claim = { ...go };
    let refused = 0;
    for (let backoffMs = 100; ; ) {
      const decision = decide(message.request, facts(), clock.now());
      const { trace } = decision;
      if (decision.kind === "refuse") {
        const { reason, detail } = decision.refusal;
        const maySent = claim.sends > 0;
        const held = reason === "deadline-passed" && refused > 0;
        const end: End = maySent
          ? inDoubt("An earlier attempt may have been sent and cannot be repeated; look it up at the provider")
          : held
            ? {
                status: "failed",
                reason: "gateway-unavailable",
                detail: "The gateway took nothing before the deadline",
              }
            : { status: "failed", reason, detail };
        return finish(message, decision.plan, trace, claim, end, stop);
      }
      if (decision.kind === "defer") {
        if (await wait(message, claim, decision.until.getTime(), stop)) continue;
        return;
      }
      const { plan } = decision;
      const ms = await heldMs(plan);
      if (ms > 0) {
        refused += 1;
        const until = Math.min(clock.now().getTime() + ms, plan.deadline.getTime() + 1);
        if (await wait(message, claim, until, stop)) continue;
        return;
      }
      const result = await send(message, plan, trace, claim, stop);
      if (result === "over") return;
      if (result === "resend") {
        claim.sends += 1;
        continue;
      }
      refused += 1;
      backoffMs = Math.min(backoffMs * 2, 60_000);
      const until = clock.now().getTime() + randomness.below(backoffMs) + 1;
      if (!(await wait(message, claim, Math.min(until, plan.deadline.getTime() + 1), stop))) return;
    }
  };

  return async (message, source, stop) => {
    const { request } = message;
    const policy = crashPolicy[request.class ?? facts().templates.get(templateOf(message))?.class ?? "transactional"];
    const keepUntil = request.sendAt ?? request.requestedAt;
    for (;;) {
      const opened = await step("open", stop, () => journal.open(message.id, source, policy, openLeaseMs, keepUntil));
      switch (opened.kind) {
        case "busy":
          await pause(Math.min(opened.ms + 10, 1_000), stop);
          continue;
        case "parked":
          return;
        case "settled":
          return eventPublisher.publish(opened.outcome.event);
        case "unreadable":
          meters.count("unreadable-record");
          return;
        case "in-doubt": {
          const end = inDoubt(
            "The service died while sending; whether the text went out is unknown. Look it up at the provider",
          );
          const decision = decide(request, facts(), clock.now());
          return finish(message, decision.plan, decision.trace, opened, end, stop);
        }
        case "go":
          return claimed(message, opened, stop);
      }
    }
  };
};

const templateOf = ({ request: { content } }: Message): string => (content.kind === "template" ? content.template : "");
