/**
 * All that moves a cursor, hides or turns text around: controls but line feed and tab, format characters but the joiners
 * that scripts and emoji need, line separators, lone surrogates.
 */
const unseen = /[^\P{Cc}\n\t]|[\p{Zl}\p{Zp}\p{Cs}]|(?![\u200c\u200d])\p{Cf}/gu;

const escaped = (character: string): string =>
  Array.from(
    { length: character.length },
    (_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, "0")}`,
  ).join("");

/**
 * Text as it may reach a terminal or a log, whoever wrote it: what cannot be seen is written as JSON writes it,
 * `\u001b`. Lines stay lines, and JSON stays the same JSON.
 */
export const shownLines = (text: string): string => text.replace(unseen, escaped);
