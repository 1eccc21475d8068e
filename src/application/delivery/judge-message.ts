import { classOf } from "../../domain/class-of.js";
import { decide } from "../../domain/decision/decide.js";
import type { Decision } from "../../domain/decision/decision.js";
import type { DeploymentFacts } from "../../domain/decision/deployment-facts.js";
import type { GatherFacts } from "../controls/gather-facts.js";
import type { OtpCodes } from "./otp-codes.js";
import type { Message } from "../message/message.js";
import type { Clock } from "../ports/clock.js";

interface JudgeNeeds {
  readonly clock: Clock;
  readonly otpCodes: OtpCodes;
  readonly facts: () => DeploymentFacts;
  readonly gatherFacts: GatherFacts;
}

/** The decision about a message now; a code is made first. Rejects when a store that it asks does not answer. */
export type JudgeMessage = (message: Message) => Promise<Decision>;

export const createJudgeMessage =
  ({ clock, otpCodes, facts, gatherFacts }: JudgeNeeds): JudgeMessage =>
  async (message) => {
    const { content, ...rest } = message.request;
    const asked = { messageId: message.id, number: rest.number, class: classOf(message.request, facts().templates) };
    if (content.kind !== "code") {
      const recipient = await gatherFacts(asked);
      return decide({ ...rest, content }, facts(), recipient, clock.now());
    }
    const [issued, recipient] = await Promise.all([otpCodes.issue(message), gatherFacts(asked)]);
    if (issued.kind === "refused") {
      const { refusal, to, trace = [] } = issued;
      return { kind: "refuse", refusal, plan: { class: "otp", ...(to === undefined ? {} : { to }) }, trace };
    }
    const decision = decide(issued.request, facts(), recipient, clock.now());
    return { ...decision, trace: [...(issued.trace ?? []), ...decision.trace] };
  };
