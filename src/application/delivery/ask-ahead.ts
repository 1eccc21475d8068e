import { classOf } from "../../domain/class-of.js";
import type { DeploymentFacts } from "../../domain/decision/deployment-facts.js";
import type { RecipientFacts } from "../../domain/decision/recipient-facts.js";
import type { GatherFacts } from "../controls/gather-facts.js";
import type { Message } from "../message/message.js";
import type { Clock } from "../ports/clock.js";

interface AskNeeds {
  readonly clock: Pick<Clock, "monotonic">;
  readonly facts: () => Pick<DeploymentFacts, "templates">;
  readonly gatherFacts: GatherFacts;
}

/** Gathers what the stores know of a message's recipient. Rejects while one is away. */
export type AskRecipient = () => Promise<RecipientFacts>;

/** An answer older than this is asked for again: the recipient may have opted out since. */
const freshMs = 1_000;

/**
 * Asks at once, in the same turn of the event loop as the claim of the message, so that it costs no round trip of its
 * own. The answer is used once the message is claimed; one that is old by then, or failed, is asked for again.
 */
export type AskAhead = (message: Message) => AskRecipient;

export const createAskAhead =
  ({ clock, facts, gatherFacts }: AskNeeds): AskAhead =>
  ({ id: messageId, request }) => {
    const ask = () => gatherFacts({ messageId, number: request.number, class: classOf(request, facts().templates) });
    const since = clock.monotonic();
    const ahead = ask().catch(() => undefined);
    return async () => (clock.monotonic() - since > freshMs ? undefined : await ahead) ?? ask();
  };
