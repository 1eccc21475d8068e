/** The position of a row's cells: the number, the reference, and template variables by name. */
export interface Columns {
  readonly number: number;
  readonly reference: number | undefined;
  /** Column by variable. */
  readonly variables: ReadonlyMap<string, number>;
  /** Headings that nothing needs. */
  readonly unused: readonly string[];
  /** The headings as the file writes them. */
  readonly headings: readonly string[];
}

/** The template's variables, which a file's first row must name. */
export interface WantedColumns {
  readonly variables: readonly string[];
  /** Variables that must have a column, since nothing else gives them. */
  readonly required: readonly string[];
}

const numberHeadings = new Set(["phone", "phonenumber", "number", "mobile", "to"]);
const longestShown = 40;

/** A heading for comparison: case, blanks, `_` and `-` do not matter. */
export const plainHeading = (heading: string): string =>
  heading
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll(/[\s_-]/gu, "");

/** True for a heading of the column that holds the numbers. */
export const isNumberHeading = (heading: string): boolean => numberHeadings.has(plainHeading(heading));

const quoted = (headings: readonly string[]): string =>
  headings.map((heading) => `‘${heading.slice(0, longestShown)}’`).join(", ");

const has = (headings: readonly string[]): string =>
  headings.every((heading) => heading.trim() === "")
    ? "Its first row is empty."
    : `Right now it has columns called ${quoted(headings)}.`;

/** Reads the row of headings; a string is the fault of the whole file, in a spreadsheet's words. */
export const columnsOf = (row: readonly string[], { required, variables }: WantedColumns): Columns | string => {
  const last = row.findLastIndex((heading) => heading.trim() !== "");
  const headings = row.slice(0, last + 1).map((heading) => heading.trim());
  const names = headings.map(plainHeading);
  const twice = headings.find((heading, at) => heading !== "" && names.indexOf(plainHeading(heading)) !== at);
  if (twice !== undefined)
    return `Your file has more than one column called ‘${twice.slice(0, longestShown)}’. Keep one of them.`;
  const numbers = headings.filter((_, at) => numberHeadings.has(names[at]!));
  if (numbers.length === 0) return `Your file needs a column called ‘phone number’. ${has(headings)}`;
  // A template may have a variable of such a name: then only the plain names of a number are left.
  const number = names.findIndex(
    (name) => numberHeadings.has(name) && !variables.some((one) => plainHeading(one) === name),
  );
  const column = number === -1 ? names.findIndex((name) => numberHeadings.has(name)) : number;
  const found = new Map(
    variables.flatMap((variable) => {
      const at = names.indexOf(plainHeading(variable));
      return at === -1 || at === column ? [] : [[variable, at] as const];
    }),
  );
  const missing = required.filter((variable) => !found.has(variable));
  if (missing.length > 0)
    return `Your file needs ${missing.length === 1 ? "a column" : "columns"} called ${quoted(missing)}. ${has(headings)}`;
  const reference = names.indexOf("reference");
  const used = new Set([column, reference, ...found.values()]);
  return {
    number: column,
    reference: reference === -1 || [...found.values()].includes(reference) ? undefined : reference,
    variables: found,
    unused: headings.filter((heading, at) => heading !== "" && !used.has(at)),
    headings,
  };
};
