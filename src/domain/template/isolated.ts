import { segmentsOf } from "../text/segments.js";
import type { Span } from "../text/text.js";

/** Unicode UAX 9 §2.7: text between isolates is laid out by its own direction and touches nothing around it. */
const isolate = "\u2068";
const endOfIsolate = "\u2069";

const rightToLeft =
  /(?=\p{L})[\p{sc=Arabic}\p{sc=Hebrew}\p{sc=Syriac}\p{sc=Thaana}\p{sc=Nko}\p{sc=Samaritan}\p{sc=Mandaic}\p{sc=Adlam}\p{sc=Hanifi_Rohingya}\p{sc=Mende_Kikakui}]/u;
const letters = /\p{L}/gu;

const isRightToLeft = (letter: string | undefined): boolean => letter !== undefined && rightToLeft.test(letter);

/** UAX 9, rules P2, W2 and N1: a text that begins with the value turns round, and so do digits or another such value behind it. */
const turnsItsSurroundings = (text: string, { start, end }: Span): boolean => {
  const inside = text.slice(start, end).match(letters) ?? [];
  const after = text.slice(end);
  const next = /[\p{L}\p{Nd}]/u.exec(after)?.[0];
  if (isRightToLeft(inside[0]) && !/\p{L}/u.test(text.slice(0, start)) && /\p{L}/u.test(after)) return true;
  return isRightToLeft(inside.at(-1)) && next !== undefined && (/\p{Nd}/u.test(next) || rightToLeft.test(next));
};

/** True if a text's own words run from right to left. */
export const runsRightToLeft = (text: string): boolean => rightToLeft.test(text);

/**
 * Chooses the right-to-left values of a left-to-right text to isolate (spans in order), so that the words around them
 * keep their order on the phone: only values that would reorder their surroundings, and none where isolation would
 * cost a part.
 */
export const isolatedValues = (text: string, values: readonly Span[]): readonly Span[] => {
  if (!rightToLeft.test(text)) return [];
  const turning = values.filter((span) => turnsItsSurroundings(text, span));
  if (turning.length === 0) return [];
  const longer = withIsolates(text, turning);
  return segmentsOf(longer).parts.length > segmentsOf(text).parts.length ? [] : turning;
};

/** The text with marks around the spans. */
export const withIsolates = (text: string, spans: readonly Span[]): string =>
  spans.reduceRight(
    (now, { start, end }) => now.slice(0, start) + isolate + now.slice(start, end) + endOfIsolate + now.slice(end),
    text,
  );
