import { gsmReplacements } from "./gsm7.js";
import { protectedSpans } from "./protected-spans.js";
import { segmentsOf } from "./segments.js";
import type { Edit, Span } from "./text.js";

export interface SmartText {
  readonly text: string;
  /** Offsets are those of the given text; applied from the last to the first they turn it into `text`. */
  readonly edits: readonly Edit[];
}

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

const replaced = (text: string): string => {
  let result = "";
  for (const character of text) result += gsmReplacements[character] ?? character;
  return result;
};

/** Unicode UAX 15: some compositions are excluded, so that NFC may be longer; those stay as they are. */
const composed = (text: string): string => {
  const nfc = text.normalize("NFC");
  return nfc.length > text.length ? text : nfc;
};

interface Piece extends Span {
  readonly text: string;
}

const piecesOf = (text: string): readonly Piece[] => {
  const pieces: Piece[] = [];
  for (const { index, segment } of graphemes.segment(text))
    pieces.push({ start: index, end: index + segment.length, text: segment });
  return pieces;
};

const edited = (
  text: string,
  pieces: readonly Piece[],
  respell: (piece: string) => string,
  why: (piece: string, after: string) => Edit["why"],
): SmartText => {
  const edits: Edit[] = [];
  let result = "";
  let end = 0;
  for (const piece of pieces) {
    const after = respell(piece.text);
    if (after === piece.text) continue;
    edits.push({ offset: piece.start, before: piece.text, after, why: why(piece.text, after) });
    result += text.slice(end, piece.start) + after;
    end = piece.end;
  }
  return { text: result + text.slice(end), edits };
};

/**
 * Spells a text so that it takes fewer parts: NFC first, then typographic characters as GSM-7 writes them (`’` as `'`),
 * only where that saves a part. URLs, codes, numbers and the `kept` spans are never touched, and letters never lose
 * their accents. The result never takes more parts than the text; every change is in `edits`.
 */
export const smartEncode = (text: string, kept: readonly Span[] = []): SmartText => {
  const given = segmentsOf(text);
  if (given.encoding === "GSM-7") return { text, edits: [] };
  const spans = protectedSpans(text, kept);
  let next = 0;
  const free = piecesOf(text).filter(({ start, end }) => {
    while (next < spans.length && spans[next]!.end <= start) next++;
    return next === spans.length || spans[next]!.start >= end;
  });
  const nfc = edited(text, free, composed, () => "nfc");
  const counted = segmentsOf(nfc.text);
  const smart = edited(
    text,
    free,
    (piece) => replaced(composed(piece)),
    (piece, after) => (after === composed(piece) ? "nfc" : "smart-encoding"),
  );
  const { encoding, parts } = segmentsOf(smart.text);
  return encoding === "GSM-7" && parts.length < counted.parts.length ? smart : nfc;
};
