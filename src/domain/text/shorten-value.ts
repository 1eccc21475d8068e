import { breaksOf } from "./breaks-of.js";
import { protectedSpans } from "./protected-spans.js";

/** GSM-7 has no ellipsis of its own. */
const mark = "...";
const dangling = /[\s\p{Ps}\p{Pi}\p{Pd},;:.…]+$/u;

/** The last place up to `room` that splits neither a character as people see it nor a URL, a code or a number. */
const lastPlace = (head: string, room: number, places: Iterable<{ readonly index: number }>): number => {
  const spans = protectedSpans(head);
  let last = 0;
  for (const { index } of places)
    if (index <= room && !spans.some(({ start, end }) => start < index && index < end)) last = index;
  return last;
};

/**
 * Shortens a value of more than `most` UTF-16 units, and puts `...` behind it. The cut is at a word where that keeps
 * half of the value, else between characters. The result, dots included, has at most `most` units.
 */
export const shortenValue = (value: string, most: number): string => {
  if (value.length <= most) return value;
  const end = most > 2 * mark.length ? mark : "";
  const room = most - end.length;
  const head = value.slice(0, room + 64);
  const atWord = lastPlace(head, room, breaksOf(head, "word"));
  const at = atWord > room / 2 ? atWord : lastPlace(head, room, breaksOf(head, "grapheme"));
  const kept = head.slice(0, at).replace(dangling, "");
  // One long code or character, cut through rather than nothing kept.
  return (
    (kept === ""
      ? head
          .slice(0, room)
          .toWellFormed()
          .replace(/\ufffd$/u, "")
      : kept) + end
  );
};
