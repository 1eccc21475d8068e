import type { Edit, Span } from "./text.js";

/** Moves the spans of a text to their places after its edits (in order, offsets in the text before them). */
export const movedSpans = (spans: readonly Span[], edits: readonly Edit[]): readonly Span[] => {
  const moved = (at: number): number =>
    edits.reduce((now, { offset, before, after }) => {
      if (offset >= at) return now;
      return now + after.length - Math.min(before.length, at - offset);
    }, at);
  return edits.length === 0 ? spans : spans.map(({ start, end }) => ({ start: moved(start), end: moved(end) }));
};
