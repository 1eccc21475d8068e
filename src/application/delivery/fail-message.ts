import { errorName } from "../../domain/error-name.js";
import { classOf } from "../../domain/class-of.js";
import type { DeploymentFacts } from "../../domain/decision/deployment-facts.js";
import type { ClaimMessage } from "./claim-message.js";
import type { ControlSend } from "../controls/control-send.js";
import { deliveryEnds } from "./delivery-ends.js";
import type { OtpCodes } from "./otp-codes.js";
import type { Message } from "../message/message.js";
import type { Source } from "../ports/journal.js";
import { repaired } from "./repaired.js";
import type { Delivered, SettleMessage } from "./settle-message.js";

interface FailNeeds {
  readonly claimMessage: ClaimMessage;
  readonly controlSend: Pick<ControlSend, "neverSent">;
  readonly otpCodes: Pick<OtpCodes, "ended">;
  readonly facts: () => Pick<DeploymentFacts, "templates">;
  readonly settleMessage: SettleMessage;
}

/**
 * Ends a message that a programming mistake keeps from being delivered: `internal-error` where nothing can have been
 * sent, else in doubt. A message that ended before keeps its outcome, which goes out again. Resolves and rejects as a
 * delivery does.
 */
export type FailMessage = (message: Message, source: Source, error: unknown, stop: AbortSignal) => Promise<Delivered>;

export const createFailMessage =
  ({ claimMessage, controlSend, otpCodes, facts, settleMessage }: FailNeeds): FailMessage =>
  async (message, source, error, stop) => {
    const observed = errorName(error);
    const trace = [{ rule: "internal", verdict: "refuse", observed, consequence: "given up after 5 tries" }] as const;
    const plan = { class: classOf(message.request, facts().templates) };
    for (;;) {
      const claim = await claimMessage(message, source, stop);
      if (claim.kind === "ended") return settleMessage.announce(claim.delivered);
      const { attempts, token } = claim;
      const maySend = claim.kind === "in-doubt" || claim.sends > 0;
      const end = deliveryEnds.fault(message.id, maySend);
      const settled = await settleMessage.settle({ message, plan, trace, token, attempts, end }, stop);
      if (settled === undefined) continue;
      const { number } = message.request;
      if (!maySend && typeof number !== "string") repaired(controlSend.neverSent(message.id, number.e164));
      await otpCodes.ended(message, maySend ? "unknown" : "unsent", source);
      return settleMessage.announce(settled);
    }
  };
