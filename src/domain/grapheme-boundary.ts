/**
 * How characters join into grapheme clusters (Unicode UAX 29), for the scripts that texts are written in: `stands` begins
 * a cluster unless something unknown stands before it, `joins` continues the one before it. Unknown are joiners,
 * viramas, jamo, flags and all the rest: for those the platform's own segmenter decides.
 */
const unknown = 0;
const stands = 1;
const joins = 2;

/** Letters, digits, punctuation and symbols; no soft hyphen (a control), no mark, no prepending sign. */
const standing: readonly (readonly [number, number])[] = [
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
];

const joining: readonly (readonly [number, number])[] = [
  [0x300, 0x36f], // accents
  [0x483, 0x489],
  [0x64b, 0x65f], // Arabic vowels
];

/** Devanagari to Malayalam: ten scripts of one layout, whose virama (at 4D or CD) ties consonants together. */
const indic: readonly [number, number] = [0x900, 0xd7f];

const classOf: Uint8Array = (() => {
  const table = new Uint8Array(65_536);
  for (const [from, to] of standing) table.fill(stands, from, to + 1);
  for (const [from, to] of joining) table.fill(joins, from, to + 1);
  for (let unit = indic[0]; unit <= indic[1]; unit++) {
    const character = String.fromCharCode(unit);
    if ((unit & 0x7f) === 0x4d) continue;
    // U+0D4E prepends itself to the next character.
    if (/[\p{L}\p{N}\p{P}]/u.test(character) && unit !== 0xd4e) table[unit] = stands;
    else if (/\p{M}/u.test(character)) table[unit] = joins;
  }
  return table;
})();

const isLow = (unit: number): boolean => unit >= 0xdc00 && unit <= 0xdfff;

/** Emoji: U+1F000 to U+1FBFF; flags come in pairs of letters (unknown), skin tones join. */
const classOfPair = (high: number, low: number): number => {
  if (!(high >= 0xd83c && high <= 0xd83e && isLow(low))) return unknown;
  if (high !== 0xd83c || low < 0xdde6) return stands;
  if (low <= 0xddff) return unknown;
  return low >= 0xdffb ? joins : stands;
};

/** The class of the code point that begins at `index`; unknown inside a pair and outside the text. */
const classAt = (text: string, index: number): number => {
  const unit = text.charCodeAt(index);
  return classOf[unit] || classOfPair(unit, text.charCodeAt(index + 1));
};

/** Where the code point before `index` begins. */
const before = (text: string, index: number): number => index - (isLow(text.charCodeAt(index - 1)) ? 2 : 1);

/** True only where a cluster surely begins; false where it may not. */
const surely = (text: string, index: number): boolean => {
  if (classAt(text, index) !== stands) return false;
  const last = before(text, index);
  const its = classAt(text, last);
  return its === stands || (its === joins && classAt(text, before(text, last)) === stands);
};

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

/**
 * The last place in `start`..`end` (UTF-16 units, `start` < `end` < the text's length) where no cluster of up to
 * `longest` units is split; where only a longer one could be, the last place between two code points. `start` itself is
 * taken for the beginning of a cluster, and never returned.
 */
export const graphemeBoundary = (text: string, start: number, end: number, longest: number): number => {
  const whole = isLow(text.charCodeAt(end)) ? end - 1 : end;
  if (whole > start && surely(text, whole)) return whole;
  let from = end - 1;
  while (from > start && !surely(text, from)) from--;
  const around = graphemes.segment(text.slice(from, end + longest));
  const cluster = around.containing(end - from)!;
  const begins = from + cluster.index;
  if (begins > start && cluster.segment.length <= longest) return begins;
  return whole;
};
