/** Unicode §4.6: the decimal digits of a script are ten in a row in ascending order. */
const asciiDigit = (digit: string): string => {
  const point = digit.codePointAt(0)!;
  let first = point;
  while (/\p{Nd}/u.test(String.fromCodePoint(first - 1))) first--;
  return String((point - first) % 10);
};

/** The text with the decimal digits of every script as ASCII has them. */
export const asciiDigits = (text: string): string => text.replace(/[^\P{Nd}0-9]/gu, asciiDigit);
