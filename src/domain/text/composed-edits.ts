import type { Edit } from "./text.js";

const endOf = ({ offset, before }: Edit): number => offset + before.length;

/** Edits at single places, in order, that none of the others, in order too, covers: each is looked at once. */
const uncovered = (edits: readonly Edit[], others: readonly Edit[]): readonly Edit[] => {
  let next = 0;
  return edits.filter(({ offset }) => {
    while (next < others.length && endOf(others[next]!) <= offset) next += 1;
    return next === others.length || others[next]!.offset > offset;
  });
};

/** `later` edits were made to a text in which `earlier` ones had replaced single units by single units. */
const joined = (given: string, earlier: readonly Edit[], later: readonly Edit[]): readonly Edit[] => {
  if (earlier.length === 0) return later;
  const left = uncovered(earlier, later);
  const asGiven = later.map((edit) => ({
    ...edit,
    before: given.slice(edit.offset, edit.offset + edit.before.length),
  }));
  return [...left, ...asGiven].sort((a, b) => a.offset - b.offset);
};

/** The cut of an edited text as one of the given text; what it cuts off was edited for nothing. */
const withCut = (given: string, edits: readonly Edit[], cut: Edit, end: number): readonly Edit[] => {
  const kept: Edit[] = [];
  let growth = 0;
  let offset: number | undefined;
  let partly = "";
  for (const edit of edits) {
    const start = edit.offset + growth;
    if (start >= cut.offset) break;
    if (start + edit.after.length > cut.offset) {
      offset = edit.offset;
      partly = edit.after.slice(0, cut.offset - start);
      break;
    }
    kept.push(edit);
    growth += edit.after.length - edit.before.length;
  }
  offset ??= cut.offset - growth;
  return [...kept, { offset, before: given.slice(offset, end), after: partly + cut.after, why: cut.why }];
};

/**
 * Composes changes made one after the other into edits of the given text: applied from the last to the first, they make
 * the final text. `surrogates` replaced lone surrogates, `spelling` came next, and `cut` shortened the text before
 * `end`, an offset in the given text.
 */
export const composedEdits = (
  given: string,
  surrogates: readonly Edit[],
  spelling: readonly Edit[],
  cut: Edit | undefined,
  end: number,
): readonly Edit[] => {
  const edits = joined(given, surrogates, spelling);
  return cut === undefined ? edits : withCut(given, edits, cut, end);
};
