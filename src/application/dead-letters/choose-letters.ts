import { mostMarkedAtOnce } from "../ports/dead-letter-marks.js";
import { type ScanNeeds, scanLetters } from "./scan-letters.js";

/** The letters an operator means: those named, or every open one of a cause and a topic. */
export type LetterChoice = { readonly ids: readonly string[] } | { readonly cause: string; readonly topic: string };

/** The oldest first, at most as many as one call takes; `left` are those of the group beyond. */
export const chooseLetters = async (
  needs: ScanNeeds,
  choice: LetterChoice,
): Promise<{ readonly ids: readonly string[]; readonly left: number }> => {
  if ("ids" in choice) return { ids: [...new Set(choice.ids)], left: 0 };
  const { letters } = await scanLetters(needs, { ...choice, state: "open" });
  const ids = letters.map(({ id }) => id).reverse();
  return { ids: ids.slice(0, mostMarkedAtOnce), left: Math.max(ids.length - mostMarkedAtOnce, 0) };
};
