/** One benchmark's result, for people. */
export interface Table {
  readonly title: string;
  /** What was done, and how to read the numbers. */
  readonly about: readonly string[];
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
}

/** The table as Markdown, which also reads well on a terminal. */
export function writeTable({ columns, rows }: Table): string {
  const cells = [columns, ...rows.map((row) => row.map(writeCell))];
  const widths = columns.map((_column, i) => Math.max(...cells.map((row) => row[i]!.length)));
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join(" | ")} |`;
  const rule = `| ${widths.map((width, i) => (i === 0 ? "-".repeat(width) : `${"-".repeat(width - 1)}:`)).join(" | ")} |`;
  const [head, ...body] = cells;
  return [line(head!), rule, ...body.map(line)].join("\n");
}

function writeCell(cell: string | number): string {
  return typeof cell === "number"
    ? cell.toLocaleString("en-GB", { maximumFractionDigits: 2 })
    : cell;
}
