import { gsmReplacements } from "./gsm-replacements.js";
import { septetsOf } from "./gsm7.js";
import { protectedSpans } from "./protected-spans.js";
import { segmentsOf } from "./segments.js";
import type { Edit, Span } from "./text.js";

export interface SmartText {
  readonly text: string;
  /** In order, with offsets in the given text; made from the last to the first they turn it into `text`. */
  readonly edits: readonly Edit[];
}

/** A character with the marks that may compose with it; Hangul jamo compose with one another. */
const composing = /[\u1100-\u11ff\ua960-\ua97f\ud7b0-\ud7ff]+|\P{M}\p{M}*|\p{M}+/gu;

/** Unicode UAX 15: some characters are excluded from composition, so NFC may be longer; then the text stays as it is. */
const composed = (text: string): string => {
  const nfc = text.normalize("NFC");
  return nfc.length > text.length ? text : nfc;
};

const inGsm = (text: string): string => {
  let result = "";
  for (const character of text) result += gsmReplacements.get(character) ?? character;
  return result;
};

/** True if every character is GSM-7 or has a replacement: a single other character keeps the whole text UCS-2. */
const couldBeGsm = (text: string): boolean => {
  for (const character of text)
    if (septetsOf[character.charCodeAt(0)] === 0 && !gsmReplacements.has(character)) return false;
  return true;
};

interface Piece {
  readonly offset: number;
  readonly text: string;
}

/** The pieces that may change: those outside the protected spans that are not plain GSM-7. */
const freePieces = (text: string, kept: readonly Span[]): readonly Piece[] => {
  const spans = protectedSpans(text, kept);
  const pieces: Piece[] = [];
  let next = 0;
  for (const { 0: piece, index } of text.matchAll(composing)) {
    if (piece.length === 1 && septetsOf[piece.charCodeAt(0)]! > 0) continue;
    while (next < spans.length && spans[next]!.end <= index) next++;
    if (next === spans.length || spans[next]!.start >= index + piece.length)
      pieces.push({ offset: index, text: piece });
  }
  return pieces;
};

const respelt = (given: string, pieces: readonly Piece[], respell: (piece: string) => string): SmartText => {
  const edits: Edit[] = [];
  let text = "";
  let end = 0;
  for (const { offset, text: before } of pieces) {
    const after = respell(before);
    if (after === before) continue;
    edits.push({ offset, before, after, why: after === composed(before) ? "nfc" : "smart-encoding" });
    text += given.slice(end, offset) + after;
    end = offset + before.length;
  }
  return { text: text + given.slice(end), edits };
};

/**
 * Spells a text so that it takes fewer parts: NFC first, then typographic characters as GSM-7 writes them (`’` as `'`),
 * all of them where that saves a part and else none. URLs, codes, numbers and the `kept` spans are never touched, letters
 * never lose their accents, and the result never takes more parts than the text.
 */
export const smartEncode = (text: string, kept: readonly Span[] = []): SmartText => {
  const asGiven = { text, edits: [] };
  const given = segmentsOf(text);
  if (given.encoding === "GSM-7") return asGiven;
  const isNfc = text === text.normalize("NFC");
  if (isNfc && (given.parts.length === 1 || !couldBeGsm(text))) return asGiven;
  const pieces = freePieces(text, kept);
  const nfc = isNfc ? asGiven : respelt(text, pieces, composed);
  const partsOfNfc = segmentsOf(nfc.text).parts.length;
  const gsm = respelt(text, pieces, (piece) => inGsm(composed(piece)));
  const { encoding, parts } = segmentsOf(gsm.text);
  if (encoding === "GSM-7" && parts.length < Math.min(partsOfNfc, given.parts.length)) return gsm;
  return partsOfNfc > given.parts.length ? asGiven : nfc;
};
