import type { Span } from "./text.js";

interface Kind {
  readonly pattern: RegExp;
  /** What a match has to hold besides. */
  readonly with?: RegExp;
}

/**
 * What loses its meaning when a character of it changes or is cut off. A pattern either starts behind an edge or has a
 * bounded length, so that a scan stays linear.
 */
const kinds: readonly Kind[] = [
  // With a scheme or `www.`: up to a blank, a quote or a bracket, without the punctuation that ends a sentence.
  {
    pattern: /(?<![\p{L}\p{N}])(?:[a-z]{2,12}:\/\/|www\.)[^\s"<>“”«»]*[^\s"<>“”«».,!?;:'’)\]…]/giu,
  },
  // Without: `bit.ly/x`, `me@example.com`, the `@host` of a one-time code.
  {
    pattern:
      /(?<![\p{L}\p{M}\p{N}._-]|\S@)[\p{L}\p{M}\p{N}_-]+(?:[.@][\p{L}\p{M}\p{N}_-]+)*\.\p{L}{2,}(?![\p{L}\p{M}\p{N}_-])(?:[/?#][^\s"<>“”«»]*[^\s"<>“”«».,!?;:'’)\]…])?/gu,
  },
  // A code: letters and digits, joined by marks that people put inside one.
  {
    pattern: /(?<![\p{L}\p{M}\p{N}])[\p{L}\p{M}\p{N}]+(?:[-\u2010\u2011_./:#][\p{L}\p{M}\p{N}]+)*/gu,
    with: /\p{N}/u,
  },
  // A number as locales group its digits: `1’234,50`, with no-break blanks too.
  { pattern: /(?<!\p{N})[\u2212-]?\p{N}+(?:[.,'’\u00a0\u2009\u202f]\p{N}+)*/gu },
  // A phone number: its blanks are part of it.
  { pattern: /\+?\d(?:[\p{Zs}().\p{Pd}]{0,2}\d){6,14}/gu },
];

/** The spans of a text that hold URLs, codes and numbers, and the given others, in order; none overlaps another. */
export const protectedSpans = (text: string, others: readonly Span[] = []): readonly Span[] => {
  const found: Span[] = [...others];
  for (const { pattern, with: held } of kinds)
    for (const { 0: match, index } of text.matchAll(pattern))
      if (held?.test(match) !== false) found.push({ start: index, end: index + match.length });
  found.sort((a, b) => a.start - b.start);
  const merged: { start: number; end: number }[] = [];
  for (const { start, end } of found) {
    const last = merged.at(-1);
    if (last !== undefined && start < last.end) last.end = Math.max(last.end, end);
    else if (end > start) merged.push({ start, end });
  }
  return merged;
};
