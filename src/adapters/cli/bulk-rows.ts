import { type RecipientFile, UnreadableFile } from "../../application/ports/recipient-file.js";
import { type Columns, columnsOf, isNumberHeading } from "../../domain/campaign/columns.js";
import { cellValue } from "../../domain/campaign/cell-value.js";
import { numberCellOf } from "../../domain/campaign/number-cell.js";
import { cellsOf, isBlankRow } from "../../domain/campaign/row-shape.js";
import type { VariableType } from "../../domain/template/template.js";

/** Types of the variables that columns may fill. */
export type ColumnTypes = ReadonlyMap<string, VariableType>;

export interface BulkRow {
  readonly line: number;
  readonly to: string;
  readonly variables: Readonly<Record<string, string | number>>;
  readonly reference: string | undefined;
}

export interface FaultyRow {
  readonly line: number;
  readonly fault: string;
}

/** `Offer Title` as a template would name it; undefined where it could name nothing. */
const variableOf = (heading: string): string | undefined => {
  const name = heading
    .trim()
    .toLowerCase()
    .replaceAll(/[\s-]+/gu, "_");
  return /^[a-z]\w*$/.test(name) && name !== "reference" && !isNumberHeading(heading) ? name : undefined;
};

const rowOf = (
  line: number,
  row: readonly string[],
  columns: Columns,
  types: ColumnTypes | undefined,
): BulkRow | FaultyRow => {
  const cells = cellsOf(row, columns.headings.length);
  if (typeof cells === "string") return { line, fault: cells };
  const number = numberCellOf(cells[columns.number]!);
  if (number.kind === "fault") return { line, fault: number.fault };
  const given = [...columns.variables].filter(([, at]) => cells[at]!.trim() !== "");
  const reference = columns.reference === undefined ? "" : cells[columns.reference]!.trim();
  return {
    line,
    to: number.text,
    variables: Object.fromEntries(given.map(([name, at]) => [name, cellValue(cells[at]!, types?.get(name))])),
    reference: reference === "" ? undefined : reference,
  };
};

/**
 * The rows of a file; a faulty row comes with its fault. Without `types` every column except the number's and the
 * reference's is a variable. Rejects with `UnreadableFile`.
 */
export async function* bulkRows(
  file: RecipientFile,
  types: ColumnTypes | undefined,
): AsyncGenerator<BulkRow | FaultyRow> {
  let columns: Columns | undefined;
  for await (const { cells, line } of file.rows()) {
    if (isBlankRow(cells)) continue;
    if (columns !== undefined) {
      yield rowOf(line, cells, columns, types);
      continue;
    }
    const names = types !== undefined ? [...types.keys()] : cells.flatMap((heading) => variableOf(heading) ?? []);
    const found = columnsOf(cells, { variables: names, required: [] });
    if (typeof found === "string") throw new UnreadableFile(line, found);
    columns = found;
  }
}
