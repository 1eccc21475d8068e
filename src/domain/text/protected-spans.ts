import type { Span } from "./text.js";

const raw = String.raw;
/** Scripts without blanks between words: their letters are no part of the code or address that stands among them. */
const blankless = raw`\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Bopomofo}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}`;
const letter = raw`[[\p{L}\p{M}\p{N}]--[${blankless}]]`;
const label = raw`[[\p{L}\p{M}\p{N}_\-]--[${blankless}]]`;
/** Up to a blank, a quote, a bracket or a Chinese full stop, without the punctuation that ends a sentence. */
const outside = raw`\s"<>“”«»。，、！？；：（）「」`;
const rest = raw`[^${outside}]*[^${outside}.,!?;:'’\)\]…]`;

interface Kind {
  readonly pattern: RegExp;
  /** A pattern that a match must also contain. */
  readonly with?: RegExp;
}

/**
 * Parts of a text that lose their meaning when a character changes or is cut off. A pattern either starts behind an
 * edge or has a bounded length, so that a scan stays linear.
 */
const kinds: readonly Kind[] = [
  // An address with a scheme, or `www.`.
  { pattern: new RegExp(raw`(?<![a-z\d])(?:[a-z]{2,12}:\/\/|www\.)${rest}`, "giv") },
  // Without: `bit.ly/x`, `me@example.com`, the `@host` of a one-time code.
  {
    pattern: new RegExp(
      raw`(?<![[${letter}._\-]]|\S@)${label}+(?:[.@]${label}+)*\.[\p{L}--[${blankless}]]{2,}(?!${label})(?:[\/?#]${rest})?`,
      "gv",
    ),
  },
  // A code: letters and digits, joined by marks that people put inside one.
  {
    pattern: new RegExp(raw`(?<!${letter})${letter}+(?:[\-\u2010\u2011_.\/:#]${letter}+)*`, "gv"),
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
