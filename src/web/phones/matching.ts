import type { Letter } from "./letter.js";

/** The letters of a phone that somebody searches for: those with the words, or all where the number has them. */
export const matching = (number: string, letters: readonly Letter[], search: string): readonly Letter[] => {
  const words = search.trim().toLowerCase();
  if (words === "" || number.includes(words)) return letters;
  return letters.filter(({ text }) => text.toLowerCase().includes(words));
};
