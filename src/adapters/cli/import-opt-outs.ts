import { readFile, writeFile } from "node:fs/promises";
import { isNumberHeading, plainHeading } from "../../domain/campaign/columns.js";
import { consentClasses } from "../../domain/consent/consent-entry.js";
import { fileTrouble } from "../../domain/file-trouble.js";
import { type CsvRow, csvRows } from "./csv-rows.js";
import { progressLine } from "./progress-line.js";
import { refused, type ServiceClient } from "./service-client.js";
import { pages } from "./show-answer.js";
import type { ExitCode, Terminal } from "./terminal.js";

interface Fault {
  readonly line: number;
  readonly field: string;
  readonly message: string;
}

interface Row {
  readonly line: number;
  readonly change: Readonly<Record<string, unknown>>;
}

const perCall = 500;
const columns = ["phone", "class", "choice", "at", "disclosure", "action", "where", "by"] as const;
const classes: readonly string[] = consentClasses;
const choices = new Set(["opt-in", "opt-out"]);
const evidence = ["disclosure", "action", "where", "by"] as const;
const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)$/u;

/** The row as the API takes it, or its faults: one a field. */
const readRow = ({ line, cells, fault }: CsvRow, names: readonly string[]): Row | readonly Fault[] => {
  if (fault !== undefined) return [{ line, field: "row", message: fault }];
  const value = (name: string) => cells[names.indexOf(name)]?.trim() || undefined;
  const to = value("phone");
  const [ofClass, choice = "opt-out", at] = [value("class"), value("choice"), value("at")];
  const faults: Fault[] = [];
  if (to === undefined) faults.push({ line, field: "phone", message: "is empty" });
  if (ofClass !== undefined && !classes.includes(ofClass))
    faults.push({ line, field: "class", message: `must be one of ${classes.join(", ")}` });
  if (!choices.has(choice)) faults.push({ line, field: "choice", message: "must be opt-in or opt-out" });
  if (at !== undefined && (!instant.test(at) || Number.isNaN(Date.parse(at))))
    faults.push({ line, field: "at", message: "must be RFC 3339, such as 2026-11-22T10:00:00Z" });
  if (faults.length > 0) return faults;
  const proof = Object.fromEntries(
    evidence.flatMap((name) => (value(name) === undefined ? [] : [[name, value(name)]])),
  );
  const change = { to, class: ofClass, choice, at, ...(Object.keys(proof).length === 0 ? {} : { evidence: proof }) };
  return { line, change };
};

/** `sms opt-outs import FILE`: imports good rows, names faulty ones by line; 1 where a line was faulty. */
export const importOptOuts = async (
  call: ServiceClient,
  file: string,
  json: boolean,
  terminal: Terminal,
): Promise<ExitCode> => {
  const text = await readFile(file, "utf8").catch((error: unknown) => new Error(fileTrouble(file, error)));
  if (text instanceof Error) {
    terminal.errors.write(`sms opt-outs import: ${text.message}\n`);
    return 1;
  }
  const [heading, ...body] = csvRows(text);
  const names = (heading?.cells ?? []).map((name) => (isNumberHeading(name) ? "phone" : plainHeading(name)));
  if (!names.includes("phone")) {
    terminal.errors.write(`sms opt-outs import: ${file} has no column phone; the columns are ${columns.join(", ")}\n`);
    return 2;
  }
  const read = body.map((row) => readRow(row, names));
  const faults: Fault[] = read.flatMap((row) => ("change" in row ? [] : row));
  const rows = read.filter((row): row is Row => "change" in row);
  const sum = { recorded: 0, unchanged: 0 };
  const progress = progressLine(terminal, json);
  for (let from = 0; from < rows.length; from += perCall) {
    const name = file.split("/").at(-1)?.slice(0, 200);
    const some = rows.slice(from, from + perCall);
    progress.show(`${from.toLocaleString("en")} of ${rows.length.toLocaleString("en")} rows`);
    const answer = await call("POST", "/v1/opt-outs/import", { file: name, rows: some }).finally(progress.clear);
    if (answer.status !== 200) return refused(terminal, answer, json);
    sum.recorded += Number(answer.body["recorded"]);
    sum.unchanged += Number(answer.body["unchanged"]);
    faults.push(...(answer.body["faults"] as readonly Fault[]));
  }
  faults.sort((a, b) => a.line - b.line);
  if (json) terminal.output.write(`${JSON.stringify({ ...sum, faults })}\n`);
  else {
    for (const { line, field, message } of faults) terminal.output.write(`line ${line}: ${field} ${message}\n`);
    terminal.output.write(`${sum.recorded} recorded, ${sum.unchanged} unchanged, ${faults.length} faults\n`);
  }
  return faults.length === 0 ? 0 : 1;
};

const quoted = (cell: string): string => (/[",\n\r]/u.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

/** `sms opt-outs export FILE`: one row per number and class that is opted out, in the form that import takes. */
export const exportOptOuts = async (
  call: ServiceClient,
  file: string,
  json: boolean,
  terminal: Terminal,
): Promise<ExitCode> => {
  const lines = ["phone,class,choice,at"];
  let forgotten = 0;
  for await (const answer of pages((cursor) => call("POST", "/v1/opt-outs/export", { cursor }))) {
    if (answer.status !== 200) return refused(terminal, answer, json);
    for (const { to, classes: standings } of answer.body["optOuts"] as readonly Exported[]) {
      if (to === null) forgotten += 1;
      else
        for (const [ofClass, { optedOut, since }] of Object.entries(standings))
          if (optedOut) lines.push([to, ofClass, "opt-out", since ?? ""].map(quoted).join(","));
    }
  }
  try {
    await writeFile(file, `${lines.join("\n")}\n`, { mode: 0o600 });
  } catch (error) {
    terminal.errors.write(`sms opt-outs export: ${file} is not written: ${fileTrouble(file, error)}\n`);
    return 1;
  }
  const rows = lines.length - 1;
  terminal.output.write(
    json
      ? `${JSON.stringify({ file, rows, forgotten })}\n`
      : `${rows} rows written to ${file}${forgotten === 0 ? "" : `; ${forgotten} are kept as hashes only`}\n`,
  );
  return 0;
};

interface Exported {
  readonly to: string | null;
  readonly classes: Readonly<Record<string, { readonly optedOut: boolean; readonly since: string | null }>>;
}
