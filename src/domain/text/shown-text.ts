import { shownLines } from "./shown-lines.js";

/** A value from outside within a sentence: one line, nothing unseen, at most `longest` characters. */
export const shownText = (text: string, longest: number): string => {
  const line = shownLines(
    text
      .slice(0, longest + 1)
      .replace(/[\s\p{Zl}\p{Zp}]+/gu, " ")
      .trim(),
  );
  return line.length <= longest ? line : `${line.slice(0, longest - 1).toWellFormed()}…`;
};
