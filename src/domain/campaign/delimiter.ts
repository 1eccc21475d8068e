export type Delimiter = "," | ";" | "\t" | "|";

const delimiters: readonly Delimiter[] = [",", ";", "\t", "|"];

/** Excel's own first line, which names the delimiter: `sep=;`. */
const named = /^sep=([,;\t|])$/i;

/** The delimiter that a first line `sep=…` names; undefined where it names none. */
export const namedDelimiter = (line: string): Delimiter | undefined => named.exec(line)?.[1] as Delimiter | undefined;

/** The most frequent delimiter outside quotes in the line of headings; a comma where there is none. */
export const delimiterOf = (headings: string): Delimiter => {
  const bare = headings.replaceAll(/"[^"]*"/g, "");
  const counts = delimiters.map((delimiter) => bare.split(delimiter).length - 1);
  return delimiters[counts.indexOf(Math.max(...counts))]!;
};
