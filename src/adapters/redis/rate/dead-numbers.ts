import type { DeadNumbers } from "../../../application/ports/dead-numbers.js";
import { historyLivesMs } from "../../../domain/phone/number-history.js";
import type { Steps } from "../journal/batched-steps.js";

const lives = String(historyLivesMs);

/** Shared by all workers, in Redis, beside the texts to the number. */
export const createRedisDeadNumbers = (steps: Steps): DeadNumbers => {
  const step = (op: string, who: string, args: readonly string[] = []) =>
    steps({ op, tag: `to-${who[0]}`, keys: [`dead:${who}`], args });
  return {
    ask: async (who) => {
      const [, ...instants] = await step("deadAsk", who);
      const [reachedAt = 0, firstFailure = 0, lastFailure = 0] = instants.map((instant) => Number(String(instant)));
      return { reachedAt, firstFailure, lastFailure };
    },
    failed: async (who, at) => {
      await step("deadFailed", who, [String(at.getTime()), lives]);
    },
    reached: async (who, at) => {
      await step("deadReached", who, [String(at.getTime()), lives]);
    },
    forget: async (who) => Number((await step("deadForget", who))[1]) === 1,
  };
};
