/** The damage a spreadsheet did to a number, where it could be undone. */
export type Mend = "formula" | "apostrophe" | "decimal";

export type NumberCell =
  | { readonly kind: "number"; readonly text: string; readonly mend?: Mend }
  | { readonly kind: "fault"; readonly fault: string };

/** `4.479E+11`, `4,479E+11`: the digits that are gone cannot be known, even where enough are shown. */
const scientific = /^[+-]?\d+(?:[.,]\d+)?E[+-]?\d+$/i;
const formula = /^="?([^"]*)"?$/;
/** A number that was a decimal for a moment. */
const decimal = /^(\+?\d{5,15})\.0$/;

/** Undoes the damage of Excel and LibreOffice to numbers in a CSV file, and names damage that cannot be undone. */
export const numberCellOf = (cell: string): NumberCell => {
  const text = cell.trim();
  if (text === "") return { kind: "fault", fault: "The number is missing" };
  if (scientific.test(text))
    return {
      kind: "fault",
      fault: `Excel changed this number to ${text.slice(0, 20)}. Format the column as Text, enter the numbers again and export once more`,
    };
  const wrapped = formula.exec(text);
  if (wrapped !== null) return { kind: "number", text: wrapped[1]!, mend: "formula" };
  if (text.startsWith("'")) return { kind: "number", text: text.slice(1), mend: "apostrophe" };
  const whole = decimal.exec(text);
  if (whole !== null) return { kind: "number", text: whole[1]!, mend: "decimal" };
  return { kind: "number", text };
};
