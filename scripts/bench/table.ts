/** A benchmark's result for display. */
export interface Table {
  readonly title: string;
  /** What was measured, and how to read the numbers. */
  readonly intro: readonly string[];
  readonly columns: readonly string[];
  /** Left-aligned text columns, like the first one; numbers are right-aligned. */
  readonly words?: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
  /** Notes on single rows, below the table. */
  readonly notes?: readonly string[];
}

/** A heading, a description, the table and its notes. */
export function writeSection(table: Table): string {
  const { title, intro, notes = [] } = table;
  return `${[`## ${title}`, ...intro, writeTable(table), ...notes].join("\n\n")}\n`;
}

/** The table as Markdown, which is also readable in a terminal. */
function writeTable({ columns, words = [], rows }: Table): string {
  const cells = [columns, ...rows.map((row) => row.map(writeCell))];
  const widths = columns.map((_column, i) => Math.max(...cells.map((row) => row[i]!.length), 3));
  const isLeft = columns.map((column, i) => i === 0 || words.includes(column));
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, i) => (isLeft[i] ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join(" | ")} |`;
  const rule = `| ${widths.map((width, i) => (isLeft[i] ? "-".repeat(width) : `${"-".repeat(width - 1)}:`)).join(" | ")} |`;
  const [head, ...body] = cells;
  return [line(head!), rule, ...body.map(line)].join("\n");
}

function writeCell(cell: string | number): string {
  return typeof cell === "number"
    ? cell.toLocaleString("en-GB", { maximumFractionDigits: 2 })
    : cell;
}
