import { backoff } from "../../domain/backoff.js";
import type { SendPlan } from "../../domain/decision/send-plan.js";
import type { TraceEntry } from "../../domain/decision/trace.js";
import type { ControlSend, Held } from "../controls/control-send.js";
import type { EndDoubt } from "../money/end-doubt.js";
import type { Clock } from "../ports/clock.js";
import type { Randomness } from "../ports/randomness.js";
import type { Next, RunState } from "./delivery-run.js";
import { repaired } from "./repaired.js";
import type { Sent } from "./send-text.js";
import type { Settled } from "./settle-message.js";

interface AfterNeeds {
  readonly clock: Clock;
  readonly controlSend: ControlSend;
  readonly endDoubt: EndDoubt;
  readonly randomness: Randomness;
}

/** One send, and what it went with. */
interface Gone {
  readonly plan: SendPlan;
  readonly trace: readonly TraceEntry[];
  /** Its claim; `sends` before it may have gone out too. */
  readonly go: { readonly token: number; readonly sends: number };
  readonly held: Held;
  readonly sent: Sent;
}

/** The next move of a run after a send: its money is ended as the send did. */
export type AfterSend = (gone: Gone, state: RunState) => Next;

const ceilingMs = backoff(200, 60_000);

export const createAfterSend = ({ clock, controlSend, endDoubt, randomness }: AfterNeeds): AfterSend => {
  const ending: Readonly<Record<Settled["state"], (held: Held, sends: number) => Promise<void>>> = {
    sent: controlSend.spent,
    failed: (held, sends) => controlSend.unsent(held, sends === 0),
    "in-doubt": controlSend.doubted,
  };

  return ({ plan, trace, go: { sends, token }, held, sent }, { heldBack, otp }) => {
    switch (sent.kind) {
      case "ended":
        repaired(ending[sent.settled.state](held, sends));
        // Nobody will know any more what became of those before it.
        if (sends > 0 && sent.settled.state !== "in-doubt")
          repaired(endDoubt({ messageId: held.charge.messageId, sends: held.charge.send - 1 }, "sent"));
        return { kind: "ended", delivered: sent.settled, otp };
      // A claim that was lost before the mark used no permission; queueing for another, it would lose the next one
      // too. Only the journal tells if the send began.
      case "stale":
        return { kind: "again", state: { heldBack, permitted: true, held, proof: sent.proof, otp } };
      case "held":
        return { kind: "again", state: { heldBack: true, permitted: false, held, otp } };
      case "resend":
        repaired(controlSend.doubted(held));
        return { kind: "again", state: { heldBack, permitted: false, otp } };
      case "not-taken": {
        repaired(controlSend.unsent(held, false));
        const soon = clock.now().getTime() + randomness.below(ceilingMs(sent.attempts - 1)) + 1;
        const verdict = { rule: "gateway", verdict: "defer", observed: sent.cause } as const;
        return {
          ...{ kind: "wait", until: Math.min(soon, plan.deadline.getTime() + 1), token },
          attempts: sent.attempts,
          plan,
          trace: [...trace, { ...verdict, consequence: "surely not sent; tried again" }],
          state: { heldBack: true, permitted: false, otp },
        };
      }
    }
  };
};
