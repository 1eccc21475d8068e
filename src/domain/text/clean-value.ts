import type { Edit } from "./text.js";

export interface CleanValue {
  readonly text: string;
  /** In order, with offsets in the given value. */
  readonly edits: readonly Edit[];
}

const plain = /^[\x21-\x7e]+(?: [\x21-\x7e]+)*$/;

/** Braille's empty cell is drawn as a blank, though its category says otherwise. */
const space = /[\p{White_Space}\u2800]/u;
/** Controls, marks of direction, invisible characters, interlinear marks, code points that are no characters. */
const unseen = /[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}]/u;
/** Signs of format (Cf) that are drawn: Unicode's prepended concatenation marks. */
const drawn = /[\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\u{110bd}\u{110cd}]/u;

const joiner = "\u200d";
const nonJoiner = "\u200c";
const pictograph = /\p{Extended_Pictographic}/u;
/** Characters that may stand between a pictograph and the joiner behind it. */
const ofPictograph = /[\ufe0f\p{Emoji_Modifier}]/u;
const cursive =
  /[\p{sc=Arabic}\p{sc=Syriac}\p{sc=Nko}\p{sc=Mongolian}\p{sc=Mandaic}\p{sc=Adlam}\p{sc=Hanifi_Rohingya}]/u;
/** Unicode, Indic_Syllabic_Category Virama and its like: joiners before and behind them choose half forms. */
const virama =
  /[\u094d\u09cd\u0a4d\u0acd\u0b4d\u0bcd\u0c4d\u0ccd\u0d3b\u0d3c\u0d4d\u0dca\u0f84\u1039\u103a\u17d2\u1a60\u1b44\u1baa\u1bab\ua806\ua8c4\ua953\ua9c0\uaaf6\uabed\u{11046}\u{110b9}\u{11133}\u{11134}\u{111c0}\u{11235}\u{1134d}\u{11442}\u{114c2}\u{115bf}\u{1163f}]/u;
const letterOrMark = /[\p{L}\p{M}]/u;

const at = (points: readonly string[], index: number): string => points[index] ?? "";

/** The nearest code point before `index` that is no mark. */
const baseBefore = (points: readonly string[], index: number): string => {
  let from = index - 1;
  while (from >= 0 && /\p{M}/u.test(points[from]!)) from--;
  return at(points, from);
};

/** Unicode UAX 31 §2.3 and UTS 51: true where a joiner or non-joiner changes the drawn text. */
const joinerWorks = (points: readonly string[], index: number): boolean => {
  const [before, after] = [at(points, index - 1), at(points, index + 1)];
  if (virama.test(before) || (virama.test(after) && letterOrMark.test(before))) return true;
  const base = baseBefore(points, index);
  if (points[index] === nonJoiner) return cursive.test(base) && cursive.test(after);
  if (cursive.test(base) || cursive.test(after)) return true;
  if (!pictograph.test(after)) return false;
  let from = index - 1;
  while (ofPictograph.test(at(points, from))) from--;
  return pictograph.test(at(points, from));
};

/** Flags have six tags and an end. Without a bound a long run of tags would be read again for each of them. */
const mostTags = 32;

/** Tags spell a flag behind U+1F3F4, up to U+E007F (UTS 51, ED-14a). */
const tagWorks = (points: readonly string[], index: number): boolean => {
  const isTag = (point: string): boolean => /[\u{e0020}-\u{e007f}]/u.test(point);
  let from = index;
  while (index - from < mostTags && isTag(at(points, from - 1))) from--;
  let to = index;
  while (to - index < mostTags && isTag(at(points, to)) && points[to] !== "\u{e007f}") to++;
  return at(points, from - 1) === "\u{1f3f4}" && points[to] === "\u{e007f}" && to > from;
};

/** A selector chooses how the character before it is drawn: an emoji, a Chinese or a Mongolian letter. */
const selectorWorks = (points: readonly string[], index: number): boolean => {
  const [before, after] = [at(points, index - 1), at(points, index + 1)];
  if (/[\ufe0e\ufe0f]/u.test(points[index]!))
    return pictograph.test(before) || (/[\d#*]/u.test(before) && after === "\u20e3");
  return /[\u180b-\u180f]/u.test(points[index]!) ? /\p{sc=Mongolian}/u.test(before) : /\p{sc=Han}/u.test(before);
};

const works = (points: readonly string[], index: number): boolean => {
  const point = points[index]!;
  if (point === joiner || point === nonJoiner) return joinerWorks(points, index);
  if (/[\u{e0020}-\u{e007f}]/u.test(point)) return tagWorks(points, index);
  if (/[\ufe00-\ufe0f\u{e0100}-\u{e01ef}\u180b-\u180f]/u.test(point)) return selectorWorks(points, index);
  // Fillers of an incomplete Korean syllable.
  if (/[\u115f\u1160]/u.test(point)) return /[\u1100-\u11ff]/u.test(at(points, index - 1) + at(points, index + 1));
  return drawn.test(point);
};

/**
 * Cleans a value for a text. White space of any kind and length becomes one blank, and none is left at the ends.
 * Invisible characters go: controls, marks of direction, soft hyphens, zero-width characters. Joiners, selectors and
 * tags stay where they have an effect.
 */
export const cleanValue = (given: string): CleanValue => {
  if (plain.test(given) || given === "") return { text: given, edits: [] };
  const points = [...given];
  const edits: Edit[] = [];
  let text = "";
  let offset = 0;
  for (let index = 0; index < points.length; ) {
    const start = offset;
    let before = "";
    let spaces = false;
    while (index < points.length) {
      const point = points[index]!;
      const isSpace = space.test(point);
      if (!isSpace && (!unseen.test(point) || works(points, index))) break;
      spaces ||= isSpace;
      before += point;
      index++;
    }
    offset += before.length;
    const after = spaces && text !== "" && index < points.length ? " " : "";
    if (before !== after) edits.push({ offset: start, before, after, why: spaces ? "white-space" : "invisible" });
    text += after;
    if (index < points.length) {
      text += points[index];
      offset += points[index]!.length;
      index++;
    }
  }
  return { text, edits };
};
