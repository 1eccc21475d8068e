import type { RecipientLog } from "../../../application/ports/recipient-log.js";
import { capWindows, type RecipientCap } from "../../../domain/rate/recipient-caps.js";
import type { Steps } from "../journal/batched-steps.js";

const capsText = (caps: readonly RecipientCap[]): string =>
  JSON.stringify(caps.map(({ of, name, window, most }) => [of, name, capWindows[window], most]));

/** Shared by all workers, in Redis: a number's texts under the tag of its hash's first letter, so that they spread over a cluster. */
export const createRedisRecipientLog = (steps: Steps): RecipientLog => {
  const ask = (op: string, who: string, args: readonly string[]) =>
    steps({ op, tag: `to-${who[0]}`, keys: [who], args });
  return {
    take: async (who, { caps, horizonMs, messageId, spacingMs, template, ...asked }) => {
      const args = [messageId, asked.class, template ?? "", String(spacingMs), String(horizonMs), capsText(caps)];
      const [word, first, second, freeAt] = await ask("recipientTake", who, args);
      return String(word) === "capped"
        ? { kind: "capped", cap: caps[Number(first) - 1]!, count: Number(second), freeAt: Number(String(freeAt)) }
        : { kind: "taken", waitMs: Number(first), counts: (second as readonly unknown[]).map(Number) };
    },
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
