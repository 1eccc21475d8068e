import type { TemplatePiece } from "./template.js";

/** Every piece, those inside of sections too. */
export const allPieces = (pieces: readonly TemplatePiece[]): readonly TemplatePiece[] =>
  pieces.flatMap((piece) =>
    piece.kind === "when" ? [piece, ...allPieces(piece.given), ...allPieces(piece.otherwise)] : [piece],
  );
