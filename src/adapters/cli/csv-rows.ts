/** One row with its first line in the file; `fault`: a quote that nobody closes, or text behind a closed one. */
export interface CsvRow {
  readonly line: number;
  readonly cells: readonly string[];
  readonly fault: string | undefined;
}

/** RFC 4180 §2: cells by commas, quoted where they hold commas, quotes or line breaks. Semicolons where the heading has them. */
export const csvRows = (text: string): readonly CsvRow[] => {
  const body = text.replace(/^\uFEFF/u, "");
  const [heading = ""] = body.split(/\r?\n/u, 1);
  const delimiter = heading.includes(",") || !heading.includes(";") ? "," : ";";
  const rows: CsvRow[] = [];
  let line = 1;
  let at = 0;
  while (at < body.length) {
    const cells: string[] = [];
    const began = line;
    let fault: string | undefined;
    for (let more = true; more; ) {
      let cell = "";
      if (body[at] === '"') {
        const end = closingQuote(body, at + 1);
        if (end < 0) {
          // The rest of the file is not this row's: only its own line is lost.
          fault = "a quote is never closed";
          const lineEnd = body.indexOf("\n", at);
          at = lineEnd < 0 ? body.length : lineEnd;
        } else {
          cell = body.slice(at + 1, end).replaceAll('""', '"');
          line += cell.split("\n").length - 1;
          at = end + 1;
        }
      }
      const plain = delimiter === "," ? /[^,\n\r]*/uy : /[^;\n\r]*/uy;
      plain.lastIndex = at;
      const [found = ""] = plain.exec(body) ?? [];
      if (cell !== "" && found.trim() !== "") fault ??= "text stands behind a closed quote";
      cells.push(cell === "" ? found : cell);
      at += found.length;
      more = body[at] === delimiter;
      if (more) at += 1;
    }
    if (body[at] === "\r") at += 1;
    if (body[at] === "\n") at += 1;
    line += 1;
    if (cells.some((cell) => cell.trim() !== "") || fault !== undefined) rows.push({ line: began, cells, fault });
  }
  return rows;
};

const closingQuote = (text: string, from: number): number => {
  for (let at = text.indexOf('"', from); at >= 0; at = text.indexOf('"', at + 2)) if (text[at + 1] !== '"') return at;
  return -1;
};
