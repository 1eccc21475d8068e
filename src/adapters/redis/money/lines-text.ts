import { bookOf } from "../../../application/ports/money-ledger.js";
import type { SpendLine } from "../../../domain/money/spend-line.js";

/** Lines and books, as the scripts read them. */
export interface LinesText {
  readonly lines: string;
  readonly books: string;
}

const known = new WeakMap<readonly SpendLine[], LinesText & { readonly of: readonly string[] }>();

/** Many texts share their lines and books, which are written once for all of them. */
export const linesText = (lines: readonly SpendLine[], books: readonly string[]): LinesText => {
  const before = known.get(lines);
  if (before !== undefined && before.of === books) return before;
  const rows = lines.map((line) => [
    books.indexOf(bookOf(line)) + 1,
    line.scope,
    line.limit ?? -1,
    line.kept,
    line.resetsAt?.toISOString() ?? "",
  ]);
  const text = { of: books, lines: JSON.stringify(rows), books: JSON.stringify(books) };
  known.set(lines, text);
  return text;
};
