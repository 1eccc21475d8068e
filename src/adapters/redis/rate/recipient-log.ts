import type { RecipientLog } from "../../../application/ports/recipient-log.js";
import type { Steps } from "../journal/batched-steps.js";
import { capsText } from "./caps-text.js";
import { recipientTake } from "./recipient-take.js";

/** Shared by all workers, in Redis: a number's texts under the tag of its hash's first letter, so that they spread over a cluster. */
export const createRedisRecipientLog = (steps: Steps): RecipientLog => {
  const ask = (op: string, who: string, args: readonly string[]) =>
    steps({ op, tag: `to-${who[0]}`, keys: [who], args });
  return {
    take: async (who, asked) => recipientTake.answer(asked, await steps(recipientTake.step(who, asked))),
    giveBack: async (who, messageId) => {
      await ask("recipientGiveBack", who, [messageId]);
    },
    counts: async (who, caps) => {
      if (caps.length === 0) return [];
      const [, counts] = await ask("recipientCounts", who, [capsText(caps)]);
      return (counts as readonly unknown[]).map(Number);
    },
  };
};
