import type { Decision } from "../../domain/decision/decision.js";
import { spacingSlackMs } from "../../domain/rate/recipient-caps.js";
import { askFreshly } from "./ask-freshly.js";
import { createAfterSend } from "./after-send.js";
import type { Next, RunState } from "./delivery-run.js";
import type { AskAhead, AskRecipient } from "./ask-ahead.js";
import type { AwaitPermission } from "./await-permission.js";
import type { Claimed, ClaimMessage } from "./claim-message.js";
import type { Controlled, ControlSend } from "../controls/control-send.js";
import type { EndDoubt } from "../money/end-doubt.js";
import type { FinishOtp } from "./finish-otp.js";
import { deliveryEnds } from "./delivery-ends.js";
import type { HoldMessage } from "./hold-message.js";
import type { JudgeMessage } from "./judge-message.js";
import type { LeaveAtOnce } from "./leave-at-once.js";
import type { Message } from "../message/message.js";
import type { End } from "../message/outcome.js";
import type { Clock } from "../ports/clock.js";
import type { Journal, OpenAnswer, Source } from "../ports/journal.js";
import type { Log } from "../ports/log.js";
import type { Randomness } from "../ports/randomness.js";
import { refusedEnd } from "./refused-end.js";
import { repaired } from "./repaired.js";
import type { RetryStep } from "./retry-step.js";
import { Stopped } from "./stopped.js";
import type { Marking, SendText } from "./send-text.js";
import type { Delivered, SettleMessage } from "./settle-message.js";
import { withVerification } from "./with-verification.js";

interface DeliverNeeds {
  readonly askAhead: AskAhead;
  readonly awaitPermission: AwaitPermission;
  readonly claimMessage: ClaimMessage;
  readonly clock: Clock;
  readonly finishOtp: FinishOtp;
  readonly controlSend: ControlSend;
  readonly endDoubt: EndDoubt;
  readonly holdMessage: HoldMessage;
  readonly journal: Pick<Journal, "mark">;
  readonly judgeMessage: JudgeMessage;
  /** The latest instant until which a message of this topic may be parked whose event is `from` then (invariant 7); undefined: no limit. */
  readonly latestParkable: (topic: string, from: Date) => Date | undefined;
  readonly leaveAtOnce: LeaveAtOnce;
  readonly log: Log;
  readonly randomness: Randomness;
  readonly retryStep: RetryStep;
  readonly sendText: SendText;
  readonly settleMessage: SettleMessage;
}

/**
 * Takes one message from claim to acknowledged outcome. Resolves once the event log acknowledged the outcome, or once the
 * message is parked. If another run owns the message, waits for that run. Rejects with `Stopped` when `stop` aborts before
 * it may end, or with a permanent error of publisher or journal; the caller must then leave the offset, or the schedule
 * entry, in place.
 */
export type DeliverMessage = (message: Message, source: Source, stop: AbortSignal) => Promise<Delivered>;

/** A claim older than this is renewed before use: the wait may have outlived its lease. */
const renewAfterMs = 10_000;
/** A text that waited longer for the rate is judged anew: its recipient may have opted out meanwhile. */
const judgeAgainAfterMs = 1_000;

const withHeld = (state: RunState, held = state.held): RunState => ({ ...state, held });

const untouched: RunState = { heldBack: false, permitted: false, otp: undefined };

type Go = Extract<Claimed, { kind: "go" }>;
type InDoubt = Extract<Claimed, { kind: "in-doubt" }>;
type Refused = Extract<Decision, { kind: "refuse" }>;
type Send = Extract<Decision, { kind: "send" }>;

interface Work {
  readonly message: Message;
  readonly source: Source;
  readonly stop: AbortSignal;
}

export const createDeliverMessage = (needs: DeliverNeeds): DeliverMessage => {
  const { askAhead, awaitPermission, claimMessage, clock, controlSend, finishOtp, holdMessage, judgeMessage } = needs;
  const { journal, latestParkable, leaveAtOnce, log, retryStep, sendText, settleMessage } = needs;

  const afterSend = createAfterSend(needs);

  const end = async (
    { message, stop }: Work,
    { plan, trace }: Pick<Refused, "plan" | "trace">,
    { token, attempts }: Go | InDoubt,
    state: RunState,
    how: End,
  ): Promise<Next> => {
    const settled = await settleMessage.settle({ message, plan, trace, token, attempts, end: how }, stop);
    return settled === undefined ? { kind: "again", state } : { kind: "ended", delivered: settled, otp: state.otp };
  };

  /** Gives back the holdings that an earlier turn of this run took for a send that never began. */
  const giveBack = ({ held }: RunState, { attempts }: Go, forGood: boolean): void => {
    if (held?.charge.send === attempts + 1) repaired(controlSend.unsent(held, forGood));
  };

  /**
   * Ends a message that is not sent any more: as failed, or as in doubt where an earlier run may have sent it. Its holdings
   * go back once that is written: until then another run may have taken them over.
   */
  const deny = async (work: Work, decision: Pick<Refused, "plan" | "trace">, go: Go, state: RunState, how: End) => {
    const never = go.sends === 0;
    const next = await end(work, decision, go, state, never ? how : deliveryEnds.mayHaveGone(work.message.id));
    if (next.kind !== "ended") return next;
    giveBack(state, go, never);
    // An earlier claim may have taken a place among the texts to the number.
    const { to } = decision.plan;
    if (go.token > 1 && never && to !== undefined) repaired(controlSend.neverSent(work.message.id, to));
    return next;
  };

  /** The next send of a claim. */
  const markingOf = ({ id }: Message, { token, attempts }: Go, trace: Send["trace"]): Marking => {
    const attempt = attempts + 1;
    const mark = (leaseMs: number) => {
      const ask = () => journal.mark(id, token, attempt, leaseMs);
      return retryStep("mark", "answered", () => askFreshly(clock, ask, (answer) => answer === "ok"));
    };
    return { token, attempt, trace, mark };
  };

  const send = async (work: Work, decision: Send, go: Go, since: number, state: RunState): Promise<Next> => {
    const { message, stop } = work;
    const ask = () => controlSend.take(message, decision.plan, go.attempts + 1);
    return sendControlled(work, decision, go, since, state, await retryStep("controls", stop, ask));
  };

  const sendControlled = async (
    work: Work,
    decision: Send,
    go: Go,
    since: number,
    state: RunState,
    controlled: Controlled,
  ): Promise<Next> => {
    const { message, stop } = work;
    const { plan } = decision;
    const trace = [...decision.trace, ...controlled.trace];
    if (controlled.kind === "refused")
      return deny(work, { plan, trace }, go, withHeld(state, controlled.held), {
        status: "failed",
        ...controlled.refusal,
      });
    const { held, waitMs } = controlled;
    if (waitMs > 0) {
      repaired(controlSend.unsent(held, false));
      const until = clock.now().getTime() + waitMs;
      const { attempts, token } = go;
      return { kind: "wait", until, token, attempts, plan, trace, state: withHeld(state, held) };
    }
    const takenAt = clock.monotonic();
    const permission = await awaitPermission(message, plan, state.permitted, stop);
    if (permission === "no") {
      if (stop.aborted) throw new Stopped();
      return { kind: "again", state: { heldBack: true, permitted: false, held, otp: state.otp } };
    }
    const { heldBack, otp } = state;
    const waitedMs = clock.monotonic() - takenAt;
    const admitted = { heldBack, permitted: true, held, otp };
    if (clock.monotonic() - since > renewAfterMs || (permission === "yes" && waitedMs > judgeAgainAfterMs))
      return { kind: "again", state: admitted };
    // Others to the number may have come as far as here meanwhile, each at its time: its place is asked for again.
    if (permission === "yes" && plan.class !== "otp" && waitedMs > spacingSlackMs)
      return send(work, decision, go, since, admitted);
    const sent = await sendText(message, plan, markingOf(message, go, trace), stop, permission === "probe");
    return afterSend({ plan, trace, go, held, sent }, state);
  };

  /** A message that is ours: decided, then refused, held or sent. */
  const advance = async (asked: Work, go: Go, before: RunState, askRecipient: AskRecipient): Promise<Next> => {
    const since = clock.monotonic();
    const { decision, otp } = await judgeMessage(asked.message, asked.source, before.otp, askRecipient);
    const work = { ...asked, message: withVerification(asked.message, otp) };
    const state = { ...before, otp };
    log.debug({ messageId: work.message.id, decision: decision.kind, trace: decision.trace }, "decided");
    switch (decision.kind) {
      case "refuse":
        return deny(
          work,
          decision,
          go,
          state,
          refusedEnd(work.message, decision, state.heldBack || go.attempts > 0, clock.now()),
        );
      case "defer": {
        const { plan, trace, until } = decision;
        const limit = latestParkable(work.message.origin.topic, work.message.request.requestedAt);
        if (limit !== undefined && until > limit)
          return deny(work, decision, go, state, deliveryEnds.outlives(until, limit));
        giveBack(state, go, false);
        return { kind: "wait", until: until.getTime(), token: go.token, attempts: go.attempts, plan, trace, state };
      }
      case "send":
        return send(work, decision, go, since, state);
    }
  };

  /** A run died while sending, and may not send again. */
  const doubt = async (work: Work, claim: InDoubt, state: RunState): Promise<Next> => {
    const { id, request } = work.message;
    // A code is not made again only to be told about.
    const decision =
      request.content.kind === "code"
        ? { plan: { class: "otp" as const }, trace: [] }
        : (await judgeMessage(work.message, work.source)).decision;
    return end(work, decision, claim, state, deliveryEnds.died(id));
  };

  const next = async (work: Work, state: RunState): Promise<Next> => {
    const { message, source, stop } = work;
    const askRecipient = askAhead(message);
    const since = clock.monotonic();
    const left =
      state === untouched ? await leaveAtOnce(message, source, askRecipient, stop) : ({ kind: "stays" } as const);
    switch (left.kind) {
      case "left": {
        const { controlled, decision, go, sent } = left;
        const trace = [...decision.trace, ...controlled.trace];
        return afterSend({ plan: decision.plan, trace, go, held: controlled.held, sent }, state);
      }
      case "controlled":
        return sendControlled(work, left.decision, left.go, since, state, left.controlled);
      case "opened":
        return claimed(work, state, askRecipient, left.opened.kind === "busy" ? undefined : left.opened);
      case "stays":
        return claimed(work, state, askRecipient);
    }
  };

  const claimed = async (
    work: Work,
    state: RunState,
    askRecipient: AskRecipient,
    answered?: OpenAnswer,
  ): Promise<Next> => {
    const claim = await claimMessage(work.message, work.source, work.stop, answered);
    switch (claim.kind) {
      case "ended":
        // Another run ended it: what this one has taken since would count for a text that never went.
        if (state.held !== undefined && claim.delivered.kind === "settled" && claim.delivered.state === "failed")
          repaired(controlSend.unsent(state.held, true));
        return { ...claim, otp: state.otp };
      case "in-doubt":
      case "go":
        if (state.proof !== undefined) return end(work, state.proof, claim, state, state.proof.end);
        return claim.kind === "go" ? advance(work, claim, state, askRecipient) : doubt(work, claim, state);
    }
  };

  const run = async (work: Work): Promise<Delivered> => {
    // A message from the schedule was told to wait when it was parked.
    let told = work.source === "due";
    for (let state = untouched; ; ) {
      const found = await next(work, state);
      if (found.kind === "ended")
        return finishOtp(work.message, work.source, await settleMessage.announce(found.delivered), found.otp);
      if (found.kind === "wait") {
        const held = await holdMessage(work.message, found, told, work.stop);
        if (held === "parked") return finishOtp(work.message, work.source, { kind: "parked" }, found.state.otp);
        told ||= held === "full";
      }
      state = found.state;
    }
  };

  return (message, source, stop) => run({ message, source, stop });
};
