import { breaksOf } from "./breaks-of.js";
import { protectedSpans } from "./protected-spans.js";
import { type Segments, segmentsOf } from "./segments.js";
import type { Edit, Span } from "./text.js";

export interface ShortText {
  readonly text: string;
  /** Empty where the text fitted; else one edit: `before` is the part left out, `after` is the mark. */
  readonly edits: readonly Edit[];
}

/** Blanks, opening brackets and quotes, dashes and commas: nothing that a kept text should end with. */
const dangling = /[\s\p{Ps}\p{Pi}\p{Pd},;:.…]/u;

/** The longest length below `over` that fits, provided that every shorter one fits too. */
const longestFitting = (over: number, fits: (length: number) => boolean): number => {
  let fitting = 0;
  for (let beyond = over; beyond - fitting > 1; ) {
    const middle = Math.floor((fitting + beyond) / 2);
    if (fits(middle)) fitting = middle;
    else beyond = middle;
  }
  return fitting;
};

/**
 * Cuts a text at a word, so that with its mark (`...`, or `…` where it stays UCS-2) and `tail` it takes at most
 * `maxParts` parts; a text that fits stays as it is. A word longer than half the room is cut between graphemes. No
 * cut goes through a URL, a code, a number, a grapheme or an escape. Answers `undefined`, which the caller refuses as
 * `message-too-long`, where a span of `wholes` would be cut, or nothing of the text would be left. `tail` follows the
 * mark, uncut, whether the text was cut or not. `mayGo`: a bound besides; what it takes, it takes shortened too.
 */
export const shorten = (
  text: string,
  maxParts: number,
  wholes: readonly Span[] = [],
  tail = "",
  mayGo: (candidate: string, segments: Segments) => boolean = () => true,
): ShortText | undefined => {
  const fits = (candidate: string): boolean => {
    const segments = segmentsOf(candidate + tail);
    return segments.parts.length <= maxParts && mayGo(candidate + tail, segments);
  };
  if (fits(text)) return { text: text + tail, edits: [] };
  // No alphabet has more than 160 units a part.
  const room = longestFitting(Math.min(text.length, 161 * maxParts), (length) => fits(text.slice(0, length)));
  const floor = Math.max(0, ...wholes.map(({ end }) => end));
  // A little more than the room, so that what stands at its end is seen whole.
  const head = text.slice(0, room + 300);
  const spans = protectedSpans(head);
  const clusters = breaksOf(head, "grapheme");
  const maySplit = (at: number): boolean =>
    clusters.containing(at)?.index === at && !spans.some(({ start, end }) => start < at && at < end);

  const cutAt = (at: number): ShortText | undefined => {
    let end = at;
    while (end > floor && dangling.test(text[end - 1]!)) end--;
    if (end === 0 || !maySplit(end)) end = at;
    const kept = text.slice(0, end);
    const mark = segmentsOf(kept + tail).encoding === "GSM-7" ? "..." : "…";
    return fits(kept + mark)
      ? { text: kept + mark + tail, edits: [{ offset: end, before: text.slice(end), after: mark, why: "shortened" }] }
      : undefined;
  };
  const longest = (isPlace: (at: number) => boolean): ShortText | undefined => {
    for (let at = room; at >= Math.max(floor, 1); at--) {
      const short = isPlace(at) && maySplit(at) ? cutAt(at) : undefined;
      if (short !== undefined) return short;
    }
    return undefined;
  };
  const lengthOf = (short: ShortText | undefined): number => short?.edits[0]!.offset ?? 0;

  const atBlank = longest((at) => /\s/u.test(text[at]!));
  if (lengthOf(atBlank) > room / 2) return atBlank;
  const starts = new Set(Array.from(breaksOf(head, "word"), ({ index }) => index));
  const atWord = longest((at) => starts.has(at));
  return lengthOf(atWord) > room / 2 ? atWord : longest(() => true);
};
