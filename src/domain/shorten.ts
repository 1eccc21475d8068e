import { protectedSpans } from "./protected-spans.js";
import { segmentsOf } from "./segments.js";
import type { Edit, Span } from "./text.js";

export interface ShortText {
  readonly text: string;
  /** None where the text fitted; else one, whose `after` is the mark. */
  readonly edits: readonly Edit[];
}

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

/** Ends a kept text no better than a blank does. */
const dangling = /[\s\p{Ps}\p{Pi}\p{Pd},;:.…]$/u;

const shortened = (text: string, cut: number, floor: number, mark: string): ShortText => {
  let end = cut;
  while (end > floor && dangling.test(text.slice(end - 1, end))) end--;
  return {
    text: text.slice(0, end) + mark,
    edits: [{ offset: end, before: text.slice(end), after: mark, why: "shortened" }],
  };
};

/**
 * Cuts a text at a word so that with its mark (`...`, or `…` where it stays UCS-2) and the `tail` it takes at most
 * `maxParts` parts; as it is where it fits. Never cuts inside a URL, a code, a number, a grapheme or an escape.
 * `undefined` (the caller refuses `message-too-long`) where a span of `wholes` would not be kept whole, or nothing of the
 * text would be left. `tail` is put behind the mark and is part of the result, whether the text was cut or not.
 */
export const shorten = (
  text: string,
  maxParts: number,
  wholes: readonly Span[] = [],
  tail = "",
): ShortText | undefined => {
  const fits = (candidate: string): boolean => segmentsOf(candidate + tail).parts.length <= maxParts;
  if (fits(text)) return { text: text + tail, edits: [] };
  const floor = Math.max(0, ...wholes.map(({ end }) => end));
  const spans = protectedSpans(text, wholes);
  const inside = (at: number): boolean => spans.some(({ start, end }) => start < at && at < end);
  const cuts = [...graphemes.segment(text)]
    .map(({ index }) => index)
    .filter((at) => at >= floor && at > 0 && !inside(at));
  const words = cuts.filter((at) => /\s/u.test(text[at]!));
  for (const places of [words, cuts])
    for (const at of places.reverse())
      for (const mark of ["...", "…"]) {
        const result = shortened(text, at, floor, mark);
        const encoding = segmentsOf(result.text.slice(0, -mark.length) + tail).encoding;
        if ((encoding === "UCS-2") === (mark === "…") && fits(result.text))
          return { ...result, text: result.text + tail };
      }
  return undefined;
};
