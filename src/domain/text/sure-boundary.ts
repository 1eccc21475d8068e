/**
 * Classes of characters by how they join into grapheme clusters (Unicode UAX 29), for the scripts that texts are
 * written in: `stands` begins a cluster unless something unknown comes before it, `joins` continues the cluster
 * before it. Joiners, viramas, jamo, flags and all the rest are unknown.
 */
const stands = 1;
const joins = 2;

type Range = readonly [first: number, last: number];

/** Letters, digits, punctuation and symbols; no soft hyphen (a control), no mark, no prepending sign. */
const standing: readonly Range[] = [
  [0x20, 0x7e], // Latin
  [0xa0, 0xac],
  [0xae, 0x2ff],
  [0x370, 0x482], // Greek, Cyrillic
  [0x48a, 0x52f],
  [0x5d0, 0x5ea], // Hebrew
  [0x620, 0x64a], // Arabic
  [0x2010, 0x2027], // dashes, quotes, ellipsis
  [0x20a0, 0x20bf], // currencies
  [0x3041, 0x3096], // Japanese
  [0x30a1, 0x30fa],
  [0x4e00, 0x9fff], // Chinese
  [0xac00, 0xd7a3], // Korean syllables
  [0x1f000, 0x1f1e5], // emoji, up to the letters of flags
  [0x1f200, 0x1f3fa], // up to the skin tones
  [0x1f400, 0x1fbff],
];

const joining: readonly Range[] = [
  [0x300, 0x36f], // accents
  [0x483, 0x489],
  [0x64b, 0x65f], // Arabic vowels
  [0x1f3fb, 0x1f3ff], // skin tones
];

/** Devanagari to Malayalam: ten scripts of one layout. */
const indic: Range = [0x900, 0xd7f];

const classOf: Uint8Array = (() => {
  const table = new Uint8Array(0x1fc00);
  for (const [first, last] of standing) table.fill(stands, first, last + 1);
  for (const [first, last] of joining) table.fill(joins, first, last + 1);
  for (let point = indic[0]; point <= indic[1]; point++) {
    const character = String.fromCharCode(point);
    if (/[\p{L}\p{N}\p{P}]/u.test(character)) table[point] = stands;
    // Their viramas, at 4D or CD, tie consonants together.
    else if (/\p{M}/u.test(character) && (point & 0x7f) !== 0x4d) table[point] = joins;
  }
  // It prepends itself to the next character.
  table[0xd4e] = 0;
  return table;
})();

const classAt = (text: string, index: number): number | undefined => classOf[text.codePointAt(index) ?? 0];

const isLow = (unit: number): boolean => unit >= 0xdc00 && unit <= 0xdfff;

/** The index of the code point before `index`. */
const before = (text: string, index: number): number => index - (isLow(text.charCodeAt(index - 1)) ? 2 : 1);

/**
 * True where a grapheme cluster surely begins at `index` (UTF-16 units; the text is well-formed), found without a
 * segmenter; where it may not, or nobody knows by these tables, false.
 */
export const isSureBoundary = (text: string, index: number): boolean => {
  if (classAt(text, index) !== stands) return false;
  const last = before(text, index);
  const its = classAt(text, last);
  return its === stands || (its === joins && classAt(text, before(text, last)) === stands);
};
