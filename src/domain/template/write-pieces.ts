import type { TemplatePiece } from "./template.js";
import type { Span } from "../text/text.js";

/** A written text, and the positions of the values that must stay whole. */
export interface WrittenText {
  text: string;
  readonly wholes: Span[];
  /** Every value, whole or not. */
  readonly values: Span[];
}

/**
 * Writes pieces one after the other into `written`: a value is only ever written, never read for placeholders. A
 * variable without a value shows nothing.
 */
export const writePieces = (
  pieces: readonly TemplatePiece[],
  values: ReadonlyMap<string, string>,
  isWhole: (name: string) => boolean,
  written: WrittenText = { text: "", wholes: [], values: [] },
): WrittenText => {
  for (const piece of pieces) {
    if (piece.kind === "literal") written.text += piece.text;
    else {
      const value = values.get(piece.name);
      if (piece.kind === "when") {
        writePieces(value === undefined ? piece.otherwise : piece.given, values, isWhole, written);
      } else if (value !== undefined) {
        const start = written.text.length;
        written.text += piece.kind === "choice" ? piece.phrases.get(value) : value;
        const span = { start, end: written.text.length };
        if (piece.kind === "variable") written.values.push(span);
        if (isWhole(piece.name)) written.wholes.push(span);
      }
    }
  }
  return written;
};
