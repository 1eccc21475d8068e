import type { ComponentChildren } from "preact";

export interface Column<Row> {
  readonly name: string;
  /** Classes of its cells: `num` for figures and instants, `right`, `mono`, `free` for what strangers wrote. */
  readonly look?: string;
  /** null: nothing is known; a dash stands there, and on a small screen nothing. */
  readonly of: (row: Row) => ComponentChildren;
}

interface TableProps<Row> {
  readonly rows: readonly Row[];
  readonly columns: readonly Column<Row>[];
  readonly keyOf: (row: Row) => string;
}

/** Rows that become blocks with labels where there is no room beside one another. */
export const Table = <Row,>({ rows, columns, keyOf }: TableProps<Row>) => (
  <table class="rows">
    <thead>
      <tr>
        {columns.map(({ name, look = "" }) => (
          <th key={name} scope="col" class={look.includes("right") ? "right" : undefined}>
            {name === "" ? <span class="unseen">Actions</span> : name}
          </th>
        ))}
      </tr>
    </thead>
    <tbody>
      {rows.map((row) => (
        <tr key={keyOf(row)}>
          {columns.map(({ name, look = "", of }) => {
            const cell = of(row);
            return (
              <td key={name} class={cell === null ? `${look} none` : look} data-label={name}>
                {cell ?? "–"}
              </td>
            );
          })}
        </tr>
      ))}
    </tbody>
  </table>
);
