import { decide } from "../../domain/decision/decide.js";
import type { Decision } from "../../domain/decision/decision.js";
import type { DeploymentFacts } from "../../domain/decision/deployment-facts.js";
import type { AskAhead, AskRecipient } from "./ask-ahead.js";
import type { IssuedOtp, OtpCodes } from "./otp-codes.js";
import type { Source } from "../ports/journal.js";
import type { Message } from "../message/message.js";
import type { Clock } from "../ports/clock.js";

interface JudgeNeeds {
  readonly askAhead: AskAhead;
  readonly clock: Clock;
  readonly otpCodes: OtpCodes;
  readonly facts: () => DeploymentFacts;
}

/** A decision, and the code that it is about. */
export interface Judged {
  readonly decision: Decision;
  readonly otp: IssuedOtp | undefined;
}

/**
 * The decision about a message now; a code is made first, if `earlier` is not one that is still valid. `askRecipient`:
 * asks the stores about the recipient, where somebody began to already. Rejects when a store that it asks does not answer.
 */
export type JudgeMessage = (
  message: Message,
  source: Source,
  earlier?: IssuedOtp,
  askRecipient?: AskRecipient,
) => Promise<Judged>;

export const createJudgeMessage =
  ({ askAhead, clock, otpCodes, facts }: JudgeNeeds): JudgeMessage =>
  async (message, source, earlier, askRecipient = askAhead(message)) => {
    const { content, ...rest } = message.request;
    const recipient = await askRecipient();
    if (content.kind !== "code")
      return { decision: decide({ ...rest, content }, facts(), recipient, clock.now()), otp: undefined };
    const otp = await otpCodes.issue(message, source, earlier);
    if (otp.kind === "refused") {
      const { refusal, to, trace } = otp;
      const plan = { class: "otp", ...(to === undefined ? {} : { to }) } as const;
      return { decision: { kind: "refuse", refusal, plan, trace }, otp };
    }
    const decision = decide(otp.request, facts(), recipient, clock.now());
    return { decision: { ...decision, trace: [...otp.trace, ...decision.trace] }, otp };
  };
