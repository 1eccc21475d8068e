import type { Span } from "./text.js";

/**
 * What loses its meaning when a character of it changes or is cut off. Every pattern starts at an edge (lookbehind), so
 * that a scan stays linear in the length of the text.
 */
const patterns: readonly RegExp[] = [
  // With a scheme, or `www.`; up to a blank, a quote or a bracket, without the punctuation that ends a sentence.
  /(?<![\p{L}\p{N}])(?:[a-z]{2,12}:\/\/|www\.)[^\s"<>“”«»]*[^\s"<>“”«».,!?;:'’)\]…]/giu,
  // A host without one: `bit.ly/x`, `me@example.com`.
  /(?<![\p{L}\p{N}@._-])[\p{L}\p{N}_-]+(?:[.@][\p{L}\p{N}_-]+)*\.\p{L}{2,}(?![\p{L}\p{N}_-])(?:[/?#][^\s"<>“”«»]*[^\s"<>“”«».,!?;:'’)\]…])?/gu,
  // A phone number: its blanks are part of it.
  /\+\d(?:[\p{Zs}().\p{Pd}]{0,3}\d){5,14}/gu,
  // A code or a number: a run of letters and digits with a digit in it, joined by marks that people put inside one.
  /(?<![\p{L}\p{N}\p{M}])(?=[^\p{N}\s]*\p{N})[\p{L}\p{M}\p{N}]+(?:[-\u2010\u2011_./:#][\p{L}\p{M}\p{N}]+)*/gu,
  // Digits grouped by locale: `1 234,50` with a no-break blank, `1’234`.
  /(?<!\p{N})[\u2212-]?\p{N}+(?:[.,'’\u00a0\u2009\u202f]\p{N}+)*/gu,
];

/** The spans of a text that hold URLs, codes and numbers, in order, none touching another. */
export const protectedSpans = (text: string, others: readonly Span[] = []): readonly Span[] => {
  const found: Span[] = [...others];
  for (const pattern of patterns)
    for (const match of text.matchAll(pattern)) found.push({ start: match.index, end: match.index + match[0].length });
  found.sort((a, b) => a.start - b.start);
  const merged: { start: number; end: number }[] = [];
  for (const { start, end } of found) {
    const last = merged.at(-1);
    if (last !== undefined && start < last.end) last.end = Math.max(last.end, end);
    else if (end > start) merged.push({ start, end });
  }
  return merged;
};
