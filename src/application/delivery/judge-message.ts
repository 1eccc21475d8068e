import { decide } from "../../domain/decision/decide.js";
import type { Decision } from "../../domain/decision/decision.js";
import type { Facts } from "../../domain/decision/facts.js";
import type { Codes } from "./codes.js";
import type { Message } from "../message/message.js";
import type { Clock } from "../ports/clock.js";

interface JudgeNeeds {
  readonly clock: Clock;
  readonly codes: Codes;
  readonly facts: () => Facts;
}

/** The decision about a message now; a code is made first. Rejects when the store of codes does not answer. */
export type JudgeMessage = (message: Message) => Promise<Decision>;

export const createJudgeMessage =
  ({ clock, codes, facts }: JudgeNeeds): JudgeMessage =>
  async (message) => {
    const { content, ...rest } = message.request;
    if (content.kind !== "code") return decide({ ...rest, content }, facts(), clock.now());
    const issued = await codes.issue(message);
    if (issued.kind === "refused") {
      const { refusal, to, trace = [] } = issued;
      return { kind: "refuse", refusal, plan: { class: "otp", ...(to === undefined ? {} : { to }) }, trace };
    }
    const decision = decide(issued.request, facts(), clock.now());
    return { ...decision, trace: [...(issued.trace ?? []), ...decision.trace] };
  };
