import { createMemorySpentWords } from "../../../src/adapters/memory/spent-words.js";
import { spentWordsContract } from "../../contracts/spent-words.contract.js";

spentWordsContract("memory", async () => ({
  fresh: () => {
    const words = createMemorySpentWords();
    return [words, words];
  },
  close: async () => undefined,
}));
