/** A text with holes, as the pieces around them. */
export type Pattern = readonly string[];

/** `{}` marks a hole. */
export const patternOf = (text: string): Pattern => text.split("{}");

/** Adds the text of each hole to `holes`; false, and nothing added, where the text is another one. */
export const fits = (pieces: Pattern, text: string, holes: string[]): boolean => {
  const last = pieces.length - 1;
  const first = pieces[0]!;
  if (last === 0) return text === first;
  const end = text.length - pieces[last]!.length;
  if (end < first.length || !text.startsWith(first) || !text.endsWith(pieces[last]!)) return false;
  const known = holes.length;
  let from = first.length;
  for (let at = 1; at < last; at += 1) {
    const piece = pieces[at]!;
    const found = text.indexOf(piece, from);
    if (found === -1 || found + piece.length > end) {
      holes.length = known;
      return false;
    }
    holes.push(text.slice(from, found));
    from = found + piece.length;
  }
  holes.push(text.slice(from, end));
  return true;
};

/** The text again; `hole` gives the text of each of its holes in turn. */
export const filled = (pieces: Pattern, hole: () => string): string => {
  let text = pieces[0]!;
  for (let at = 1; at < pieces.length; at += 1) text += hole() + pieces[at]!;
  return text;
};
