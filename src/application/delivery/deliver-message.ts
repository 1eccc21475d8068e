import { backoff } from "../../domain/backoff.js";
import type { Decision } from "../../domain/decision/decision.js";
import { spacingSlackMs } from "../../domain/rate/recipient-caps.js";
import type { AskAhead, AskRecipient } from "./ask-ahead.js";
import type { AwaitPermission } from "./await-permission.js";
import type { Claimed, ClaimMessage } from "./claim-message.js";
import type { ControlSend, Held } from "../controls/control-send.js";
import type { FinishOtp } from "./finish-otp.js";
import type { IssuedOtp } from "./otp-codes.js";
import { deliveryEnds } from "./delivery-ends.js";
import type { HoldMessage, Wait } from "./hold-message.js";
import type { JudgeMessage } from "./judge-message.js";
import type { Message } from "../message/message.js";
import type { End } from "../message/outcome.js";
import type { Clock } from "../ports/clock.js";
import type { Source } from "../ports/journal.js";
import type { Log } from "../ports/log.js";
import type { Randomness } from "../ports/randomness.js";
import { type RetryStep, Stopped } from "./retry-step.js";
import type { Proof, SendText } from "./send-text.js";
import type { Delivered, Settled, SettleMessage } from "./settle-message.js";
import { withVerification } from "./with-verification.js";

interface DeliverNeeds {
  readonly askAhead: AskAhead;
  readonly awaitPermission: AwaitPermission;
  readonly claimMessage: ClaimMessage;
  readonly clock: Clock;
  readonly finishOtp: FinishOtp;
  readonly controlSend: ControlSend;
  readonly holdMessage: HoldMessage;
  readonly judgeMessage: JudgeMessage;
  /** The latest instant until which a message of this topic may be parked whose event is `from` then (invariant 7); undefined: no limit. */
  readonly latestParkable: (topic: string, from: Date) => Date | undefined;
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
const ceilingMs = backoff(200, 60_000);

/** State that a run carries from claim to claim. */
interface RunState {
  /** The gateway, or the service itself, held it back: a deadline that passed since was not missed by its event. */
  readonly heldBack: boolean;
  /** The rate let it go, and it has not gone yet. */
  readonly permitted: boolean;
  /** Money and place that a send which did not begin yet has taken. */
  readonly held?: Held | undefined;
  /** The gateway took the text: it is not sent again, even if the journal forgot it. */
  readonly proof?: Proof | undefined;
  /** The one-time code of this run. */
  readonly otp: IssuedOtp | undefined;
}

/** The next move of a run. */
type Next =
  /** Only the journal knows the message's state: claim again. */
  | { readonly kind: "again"; readonly state: RunState }
  | ({ readonly kind: "wait"; readonly state: RunState } & Wait)
  | { readonly kind: "ended"; readonly delivered: Delivered; readonly otp: IssuedOtp | undefined };

type Go = Extract<Claimed, { kind: "go" }>;
type InDoubt = Extract<Claimed, { kind: "in-doubt" }>;
type Refused = Extract<Decision, { kind: "refuse" }>;
type Send = Extract<Decision, { kind: "send" }>;

interface Work {
  readonly message: Message;
  readonly source: Source;
  readonly stop: AbortSignal;
}

const refusedEnd = ({ arrivedAt }: Message, { plan, refusal }: Refused, go: Go, { heldBack }: RunState): End => {
  const { reason, detail } = refusal;
  const inTime = plan.deadline !== undefined && arrivedAt <= plan.deadline;
  const isLate = reason === "deadline-passed" && (heldBack || go.attempts > 0 || inTime);
  return isLate ? deliveryEnds.heldBack() : { status: "failed", reason, detail };
};

export const createDeliverMessage = (needs: DeliverNeeds): DeliverMessage => {
  const { askAhead, awaitPermission, claimMessage, clock, controlSend, finishOtp, holdMessage, judgeMessage } = needs;
  const { latestParkable, log, randomness, retryStep, sendText, settleMessage } = needs;

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

  const ending: Readonly<Record<Settled["state"], (held: Held) => Promise<void>>> = {
    sent: controlSend.spent,
    failed: (held) => controlSend.unsent(held, true),
    "in-doubt": controlSend.doubted,
  };

  /** The sweep repairs work that a store's absence leaves undone, so no outcome waits for it. */
  const repaired = (work: Promise<void>): void => void work.catch(() => undefined);

  /** Gives back the holdings that an earlier turn of this run took for a send that never began. */
  const giveBack = ({ held }: RunState, { attempts }: Go, forGood: boolean): void => {
    if (held?.charge.send === attempts + 1) repaired(controlSend.unsent(held, forGood));
  };

  /** Ends a message that is not sent any more: as failed, or as in doubt where an earlier run may have sent it. */
  const deny = (work: Work, decision: Pick<Refused, "plan" | "trace">, go: Go, state: RunState, how: End) => {
    giveBack(state, go, true);
    return end(work, decision, go, state, go.sends === 0 ? how : deliveryEnds.mayHaveGone(work.message.id));
  };

  const send = async (work: Work, decision: Send, go: Go, since: number, state: RunState): Promise<Next> => {
    const { message, stop } = work;
    const { plan } = decision;
    const controlled = await retryStep("controls", stop, () => controlSend.take(message, plan, go.attempts + 1));
    const trace = [...decision.trace, ...controlled.trace];
    if (controlled.kind === "refused")
      return deny(work, { plan, trace }, go, state, { status: "failed", ...controlled.refusal });
    const { held, waitMs } = controlled;
    if (waitMs > 0) {
      repaired(controlSend.unsent(held, false));
      const until = clock.now().getTime() + waitMs;
      return { kind: "wait", until, token: go.token, attempts: go.attempts, plan, trace, state };
    }
    const takenAt = clock.monotonic();
    const permission = await awaitPermission(message, plan, state.permitted, stop);
    if (permission === "no") {
      if (stop.aborted) throw new Stopped("The service stops");
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
    const sent = await sendText(message, plan, trace, go, stop, permission === "probe");
    switch (sent.kind) {
      case "ended":
        repaired(ending[sent.settled.state](held));
        return { kind: "ended", delivered: sent.settled, otp };
      // A claim that was lost before the mark used no permission; queueing for another, it would lose the next one
      // too. The sweep ends its holdings: only the journal tells if the send began.
      case "stale":
        return { kind: "again", state: { heldBack, permitted: true, proof: sent.proof, otp } };
      case "held":
        return { kind: "again", state: { heldBack: true, permitted: false, held, otp } };
      case "resend":
        repaired(controlSend.spent(held));
        return { kind: "again", state: { heldBack, permitted: false, otp } };
      case "not-taken": {
        repaired(controlSend.unsent(held, false));
        const soon = clock.now().getTime() + randomness.below(ceilingMs(sent.attempts - 1)) + 1;
        const verdict = { rule: "gateway", verdict: "defer", observed: sent.cause } as const;
        return {
          ...{ kind: "wait", until: Math.min(soon, plan.deadline.getTime() + 1), token: go.token },
          attempts: sent.attempts,
          plan,
          trace: [...trace, { ...verdict, consequence: "surely not sent; tried again" }],
          state: { heldBack: true, permitted: false, otp },
        };
      }
    }
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
        return deny(work, decision, go, state, refusedEnd(work.message, decision, go, state));
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
    const askRecipient = askAhead(work.message);
    const claim = await claimMessage(work.message, work.source, work.stop);
    switch (claim.kind) {
      case "ended":
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
    for (let state: RunState = { heldBack: false, permitted: false, otp: undefined }; ; ) {
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
