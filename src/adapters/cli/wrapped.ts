import { shownLines } from "../../domain/text/shown-lines.js";
import type { Terminal } from "./terminal.js";

const usualWidth = 80;

/** The columns of a terminal; where there is none to ask, or it does not know, 80. */
export const widthOf = ({ columns }: Pick<Terminal, "columns">): number => columns || usualWidth;

/** The columns of a row: a program that reads them, such as grep, gets each whole on one line. */
export const rowWidthOf = (terminal: Pick<Terminal, "columns">): number =>
  terminal.columns === undefined ? Number.POSITIVE_INFINITY : widthOf(terminal);

const drawnOver = /\p{Mn}|\p{Me}|\u200c|\u200d/gu;
const wide =
  /[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\p{Emoji_Presentation}\uff01-\uff60]/gu;

/** The columns that a text takes on a terminal, about. */
const columnsOf = (text: string): number => {
  const drawn = text.replaceAll(drawnOver, "");
  return [...drawn].length + (drawn.match(wide)?.length ?? 0);
};

/** Pieces that a person copies stay on one line: a word, what stands between backticks, a command behind a colon. */
const pieces = / *(?:[^ `]*`[^`]*`[^ ]*|(?<=: )sms [a-z][^;]*|[^ ]+)/gu;

/** Pieces on as few lines as hold them, `hanging` before each line but the first; one that is too wide has a line of its own. */
const filled = (given: readonly string[], width: number, hanging: string): readonly string[] => {
  const lines: string[] = [];
  let line = "";
  for (const piece of given) {
    if (line.trim() === "" || columnsOf((line + piece).trimEnd()) <= width) line += piece;
    else {
      lines.push(line.trimEnd());
      line = hanging + piece.trimStart();
    }
  }
  return [...lines, line.trimEnd()];
};

/** Sentences broken between words, so that no line is wider than `width`. */
export const wrapped = (text: string, width: number, indent = 2): readonly string[] =>
  shownLines(text)
    .split("\n")
    .flatMap((line, at) => {
      const hanging = " ".repeat(indent);
      return filled((at === 0 ? line : hanging + line).match(pieces) ?? [""], width, hanging);
    });

/** Columns of one row, broken between them; none is broken itself. */
export const wrappedRow = (cells: readonly string[], width: number): readonly string[] =>
  filled(
    cells.map((cell, at) => (at === 0 ? "" : "  ") + shownLines(cell)),
    width,
    "  ",
  );
