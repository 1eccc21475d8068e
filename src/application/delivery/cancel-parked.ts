import { classOf } from "../../domain/class-of.js";
import type { ControlSend } from "../controls/control-send.js";
import type { DeploymentFacts } from "../../domain/decision/deployment-facts.js";
import type { CrashPolicy, MessageClass } from "../../domain/message-class.js";
import { messageFromBody } from "../message/message.js";
import { recordedOutcome } from "../message/recorded-outcome.js";
import { type Journal, type JournalEntry, JournalUnavailable } from "../ports/journal.js";
import type { Schedule } from "../ports/schedule.js";
import type { OtpCodes } from "./otp-codes.js";
import { deliveryEnds } from "./delivery-ends.js";
import type { JudgeMessage } from "./judge-message.js";
import { repaired } from "./repaired.js";
import { Stopped } from "./stopped.js";
import type { Settled, SettleMessage } from "./settle-message.js";

interface CancelNeeds {
  readonly controlSend: Pick<ControlSend, "neverSent">;
  readonly otpCodes: Pick<OtpCodes, "ended">;
  readonly crashPolicy: Readonly<Record<MessageClass, CrashPolicy>>;
  readonly facts: () => Pick<DeploymentFacts, "defaultCountry" | "templates">;
  readonly journal: Pick<Journal, "open" | "read">;
  readonly judgeMessage: JudgeMessage;
  readonly schedule: Pick<Schedule, "done" | "find" | "watch">;
  readonly settleMessage: SettleMessage;
}

export type Cancelled =
  | { readonly kind: "cancelled" }
  /** The message does not wait, or its text may have gone out already. */
  | { readonly kind: "not-cancellable"; readonly state: JournalEntry["state"] }
  | { readonly kind: "unknown-message" };

/**
 * Ends a message that waits, `cancelled`, and resolves once that is published. It is claimed as by any run, so it is sent or
 * cancelled, never both. Cancelling it again publishes the same outcome again. Rejects while a store is away: repeat it then.
 */
export type CancelParked = (id: string) => Promise<Cancelled>;

const leaseMs = 20_000;
/** One try: who asked may ask again. */
const once = AbortSignal.abort();

const cancelledBefore = ({ outcome, state }: JournalEntry): Settled | undefined => {
  if (state !== "failed" || outcome === undefined) return undefined;
  const value = recordedOutcome(outcome.event);
  return value.reason === "cancelled" ? { kind: "settled", state, event: outcome.event, value } : undefined;
};

export const createCancelParked = (needs: CancelNeeds): CancelParked => {
  const { controlSend, otpCodes, crashPolicy, facts, journal, judgeMessage, schedule, settleMessage } = needs;

  const stateOf = async (id: string): Promise<Cancelled> => {
    const entry = await journal.read(id);
    return entry === undefined ? { kind: "unknown-message" } : { kind: "not-cancellable", state: entry.state };
  };

  return async (id) => {
    const known = await journal.read(id);
    const before = known && cancelledBefore(known);
    if (before !== undefined) {
      await settleMessage.announce(before);
      return { kind: "cancelled" };
    }
    // One that is open may be a run's that still waits for its turn, or one whose cancelling was broken off.
    const waits = known?.state === "deferred" || known?.state === "open";
    const found = waits ? await schedule.find(id) : undefined;
    const { defaultCountry, templates } = facts();
    const message = found?.body && messageFromBody(found.body, defaultCountry);
    if (found?.body === undefined || message === undefined) return stateOf(id);

    const of = classOf(message.request, templates);
    const isCode = message.request.content.kind === "code";
    const { plan, trace } = isCode ? { plan: { class: of }, trace: [] } : (await judgeMessage(message, "due")).decision;
    const claim = await journal.open(id, "due", crashPolicy[of], leaseMs, found.due);
    if (claim.kind !== "go" && claim.kind !== "in-doubt") return stateOf(id);
    const { attempts, token } = claim;
    const mayHaveGone = claim.kind === "in-doubt" || claim.sends > 0;
    const asked = {
      rule: "operator",
      verdict: "refuse",
      observed: "cancelled",
      consequence: "it is not sent",
    } as const;
    const end = mayHaveGone ? deliveryEnds.mayHaveGone(id) : deliveryEnds.cancelled();
    const settled = await settleMessage
      .settle({ message, plan, trace: [...trace, asked], token, attempts, end }, once)
      .catch((error: unknown) => {
        throw error instanceof Stopped ? new JournalUnavailable("It is not known whether it is cancelled") : error;
      });
    if (settled === undefined) return stateOf(id);
    // A try that the gateway did not take had a place among the texts to the number.
    if (!mayHaveGone && "to" in plan && plan.to !== undefined) repaired(controlSend.neverSent(id, plan.to));
    if (isCode) await otpCodes.ended(message, mayHaveGone ? "unknown" : "unsent", "due");
    await settleMessage.announce(settled);
    // Its entry stays where this is not reached: when it is due, the end is found and published again.
    await schedule.done(id, await schedule.watch(id, found.due, found.body));
    return mayHaveGone ? { kind: "not-cancellable", state: settled.state } : { kind: "cancelled" };
  };
};
