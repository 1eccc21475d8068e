import { classOf } from "../../domain/class-of.js";
import type { DeploymentFacts } from "../../domain/decision/deployment-facts.js";
import { isTooFarAhead } from "../../domain/decision/is-too-far-ahead.js";
import type { CrashPolicy, MessageClass } from "../../domain/message-class.js";
import type { Message } from "../message/message.js";

/** Terms under which a message is claimed. */
export interface ClaimTerms {
  readonly id: string;
  readonly class: MessageClass;
  readonly policy: CrashPolicy;
  readonly openLeaseMs: number;
  readonly keepUntil: Date;
  readonly payload: string;
}

const openLeaseMs = 20_000;

export const claimTerms = (
  { campaign, id, payload = "", request }: Message,
  crashPolicy: Readonly<Record<MessageClass, CrashPolicy>>,
  templates: DeploymentFacts["templates"],
): ClaimTerms => {
  const of = classOf(request, templates);
  const { requestedAt, sendAt } = request;
  // A text waits for no time that is too far ahead, so its record need not last until then.
  const waits = sendAt !== undefined && !isTooFarAhead(sendAt.getTime(), requestedAt.getTime());
  const keepUntil = waits ? sendAt : requestedAt;
  const policy = campaign?.isOver === true ? "never-resend" : crashPolicy[of];
  return { id, class: of, policy, openLeaseMs, keepUntil, payload };
};
