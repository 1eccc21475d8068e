import type { SpentWords } from "../../application/ports/spent-words.js";
import type { SpentWord } from "../../domain/money/spent-word.js";

/** In this process only. */
export const createMemorySpentWords = (): SpentWords => {
  let word: SpentWord | undefined;
  let liftedAt = 0;
  return {
    keep: async (given) => {
      if (given.at > liftedAt && given.at >= (word?.at ?? 0)) word = given;
    },
    read: async () => word,
    lift: async (at) => {
      liftedAt = Math.max(liftedAt, at);
      if (word !== undefined && word.at <= liftedAt) word = undefined;
    },
  };
};
