import { counted } from "../counted.js";
/** Nothing but blanks: a line somebody left empty, no row. */
export const isBlankRow = (row: readonly string[]): boolean => row.every((cell) => cell.trim() === "");

/** A row of as many cells as the file has headings; a string says how it differs. Empty cells at the end do not count. */
export const cellsOf = (row: readonly string[], headings: number): readonly string[] | string => {
  const last = row.findLastIndex((cell) => cell.trim() !== "");
  const count = last + 1;
  if (count <= headings && row.length >= headings) return row.slice(0, headings);
  if (count > headings) return `The row has ${cells(count)}, the header has ${headings}`;
  return `The row has ${cells(row.length)}, the header has ${headings}`;
};

const cells = (count: number): string => counted(count, "cell");
