import type { Decision } from "../../domain/decision/decision.js";
import type { DeploymentFacts } from "../../domain/decision/deployment-facts.js";
import type { CrashPolicy, MessageClass } from "../../domain/message-class.js";
import type { Controlled, ControlSend } from "../controls/control-send.js";
import type { Message } from "../message/message.js";
import type { Clock } from "../ports/clock.js";
import type { Departed, Departures } from "../ports/departures.js";
import { JournalLost, JournalUnavailable, type OpenAnswer, type Source } from "../ports/journal.js";
import type { AskRecipient } from "./ask-ahead.js";
import { askFreshly } from "./ask-freshly.js";
import { type ClaimTerms, claimTerms } from "./claim-terms.js";
import type { GatewayBreaker } from "./gateway-breaker.js";
import type { JudgeMessage } from "./judge-message.js";
import type { RateQueue } from "./rate-queue.js";
import type { RetryStep } from "./retry-step.js";
import type { Sent, SendText } from "./send-text.js";
import type { Slots } from "./slots.js";

interface LeaveNeeds {
  readonly breaker: GatewayBreaker;
  readonly clock: Pick<Clock, "monotonic">;
  readonly controlSend: ControlSend;
  readonly crashPolicy: Readonly<Record<MessageClass, CrashPolicy>>;
  /** undefined: the store answers one question after the other. */
  readonly departures: { readonly all: Departures | undefined };
  readonly facts: () => Pick<DeploymentFacts, "templates">;
  readonly judgeMessage: JudgeMessage;
  readonly rateQueue: Pick<RateQueue, "isLimited">;
  readonly retryStep: RetryStep;
  readonly sendText: SendText;
  readonly slots: Slots;
}

type SendDecision = Extract<Decision, { kind: "send" }>;
type Go = Extract<OpenAnswer, { kind: "go" }>;

export type Left =
  /** The text was marked, and the gateway was called, as a send of this claim. */
  | {
      readonly kind: "left";
      readonly decision: SendDecision;
      readonly go: Go;
      readonly controlled: Extract<Controlled, { kind: "allowed" }>;
      readonly sent: Sent;
    }
  /** The message was claimed, and caps or money were asked: they hold it back, or its mark was not written. */
  | {
      readonly kind: "controlled";
      readonly decision: SendDecision;
      readonly go: Go;
      readonly controlled: Controlled;
    }
  /** The journal answered, and no more was asked. */
  | { readonly kind: "opened"; readonly opened: OpenAnswer }
  /** Nothing was asked of the journal. */
  | { readonly kind: "stays" };

const stays = { kind: "stays" } as const;

/**
 * Only so many texts leave at once at a time, and only while three quarters of the slots are free. With more on their way,
 * steps that travel with many others keep more texts on the wire, and a crash leaves fewer in doubt.
 */
const mostLeaving = 16;
const calmPart = 4;

const mostFaults = 5;

/**
 * Ends the repeated asking by an error that no absence of the store explains: at once where the journal was lost, which took
 * no step, else when it comes for the fifth time. Nothing of the text has left, and asked for ever it would hold its slot.
 */
const faultEnds = () => {
  let faults = 0;
  return (error: unknown): { readonly fault: unknown } => {
    if (error instanceof JournalUnavailable) throw error;
    faults += 1;
    if (!(error instanceof JournalLost) && faults < mostFaults) throw error;
    return { fault: error };
  };
};

/**
 * Sends a text by one journey to the store, where nothing holds it back: it is decided and signed before the journal is
 * asked, which claims it, takes its place and its money and marks it in one turn. A decision that is no send is only
 * taken once the message is claimed: nothing is denied here. `stays`: the message goes the usual way, step by step.
 */
export type LeaveAtOnce = (
  message: Message,
  source: Source,
  askRecipient: AskRecipient,
  stop: AbortSignal,
) => Promise<Left>;

export const createLeaveAtOnce = (needs: LeaveNeeds): LeaveAtOnce => {
  const { breaker, clock, controlSend, crashPolicy, departures, facts, judgeMessage, rateQueue } = needs;
  const { retryStep, sendText, slots } = needs;

  let leaving = 0;
  const isCalm = () => leaving < mostLeaving && slots.used < slots.total / calmPart;
  const isFree = (of: MessageClass) => breaker.cause === undefined && !rateQueue.isLimited(of) && slots.isFree(of);

  /** The text's first send, which is claimed and marked in one turn. */
  const departureOf = (message: Message, source: Source, terms: ClaimTerms, { plan, trace }: SendDecision) => {
    const question = controlSend.question(message, plan, 1);
    if (question === undefined || departures.all === undefined) return undefined;
    const { all } = departures;
    let departed: Departed | undefined;
    let controlled: Controlled | undefined;
    return {
      attempt: 1,
      get token(): number {
        return departed?.opened.kind === "go" ? departed.opened.token : 0;
      },
      get trace() {
        return [...trace, ...(controlled?.trace ?? [])];
      },
      get departed() {
        return departed;
      },
      get controlled() {
        return controlled;
      },
      mark: async (sendLeaseMs: number): Promise<"ok" | "stale"> => {
        const ask = all.begin({ ...terms, ...question, source, sendLeaseMs });
        const ofFault = faultEnds();
        const answer = await retryStep("depart", "answered", () =>
          askFreshly(clock, ask, ({ marked }) => marked).catch(ofFault),
        );
        if ("fault" in answer) throw answer.fault;
        departed = answer;
        const { marked, place, reserved } = answer;
        if (!marked || place === undefined) return "stale";
        controlled = controlSend.answer(question, place, reserved, true);
        return "ok";
      },
      /** Whatever caps and money answered to a text that was not marked. */
      heldBack: ({ place, reserved }: Departed): Controlled | undefined =>
        place === undefined ? undefined : controlSend.answer(question, place, reserved),
    };
  };

  const leave = async (
    message: Message,
    source: Source,
    terms: ClaimTerms,
    askRecipient: AskRecipient,
    stop: AbortSignal,
  ): Promise<Left> => {
    // A store that is away is waited for by the usual way.
    const judged = await judgeMessage(message, source, undefined, askRecipient).catch(() => undefined);
    if (judged?.decision.kind !== "send" || !isFree(terms.class)) return stays;
    const { decision } = judged;
    const departure = departureOf(message, source, terms, decision);
    if (departure === undefined) return stays;
    const sent = await sendText(message, decision.plan, departure, stop, false);
    const { departed } = departure;
    if (departed === undefined) return stays;
    const { opened } = departed;
    const { controlled } = departure;
    if (opened.kind === "go" && controlled?.kind === "allowed")
      return { kind: "left", decision, go: opened, controlled, sent };
    const heldBack = departure.heldBack(departed);
    return opened.kind === "go" && heldBack !== undefined
      ? { kind: "controlled", decision, go: opened, controlled: heldBack }
      : { kind: "opened", opened };
  };

  return async (message, source, askRecipient, stop) => {
    const terms = claimTerms(message, crashPolicy, facts().templates);
    const isCode = message.request.content.kind === "code";
    if (departures.all === undefined || isCode || !isCalm() || !isFree(terms.class)) return stays;
    leaving += 1;
    try {
      return await leave(message, source, terms, askRecipient, stop);
    } finally {
      leaving -= 1;
    }
  };
};
