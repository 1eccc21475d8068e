/** No marks between groups, and a point before decimals: `1,500` is one amount here and another there. */
const plainNumber = /^-?\d+(?:\.\d+)?$/;

/** The same number in its fewest digits. */
const fewest = (number: string): string =>
  number
    .replace(/^(-?)0+(?=\d)/, "$1")
    .replace(/(\.\d*?)0+$/, "$1")
    .replace(/\.$/, "");

/**
 * A cell of a file as the value of a variable: a file holds texts alone, and amounts and counts are numbers. A cell that is
 * no plain number, or one of more digits than a number holds, stays a text, which the template refuses.
 */
export const cellValue = (cell: string, type: string | undefined): string | number => {
  if (type !== "money" && type !== "integer") return cell;
  const text = cell.trim();
  const value = Number(text);
  return plainNumber.test(text) && fewest(text) === String(value) ? value : cell;
};
