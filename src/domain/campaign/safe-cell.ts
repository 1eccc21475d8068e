/**
 * Spreadsheets run a cell that begins so as a formula (OWASP, CSV Injection and ASVS 5.0, 1.2.10): they skip white space and
 * NUL, and some read signs of full width.
 */
const formula = /^[=+\-@\t\r\n\0\uff1d\uff0b\uff0d\uff20]/u;

/** A cell of a CSV file that is safe to open in a spreadsheet: never a formula, always quoted (RFC 4180). */
export const safeCell = (text: string): string => `"${(formula.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;

/** A number as a cell: with blanks, since a spreadsheet makes 4.479E+11 of digits alone. */
export const numberAsCell = (number: string): string =>
  /^\+\d/u.test(number) ? `"${number.replace(/^\+(\d\d)/u, "+$1 ").replaceAll('"', '""')}"` : safeCell(number);
