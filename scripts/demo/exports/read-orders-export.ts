import { readCsvTable, type CsvRow, type RefusedRow } from "~/lib/exports/csv-table";
import { readExportText, type ExportSource } from "~/lib/exports/export-text.server";
import { dayOrderOf } from "~/lib/exports/export-dates";
import { GUESSED_FORMAT, type ExportFormat } from "./export-format";
import { orderOf, type ExportedOrder } from "./exported-order";

export interface OrdersExport {
  /** Oldest first. */
  readonly orders: readonly ExportedOrder[];
  readonly refused: readonly RefusedRow[];
  /** Rows that are part of `orders`; together with `refused` every row that is not blank, once. */
  readonly loadedRows: readonly number[];
}

const NEEDED = [
  "Name",
  "Created at",
  "Lineitem quantity",
  "Lineitem name",
  "Lineitem price",
] as const;
const HOW_TO_EXPORT = "In the Shopify admin: Orders → Export → Plain CSV file, with line items.";

/**
 * Reads an orders export of Shopify: one row per line item, with the order's fields in its first row. Rows with one
 * name belong together at any position; a row without a name belongs to the row above. Never throws on file contents.
 */
export async function readOrdersExport(
  source: ExportSource,
  format: ExportFormat = GUESSED_FORMAT,
): Promise<OrdersExport> {
  const read = await readExportText(source, format.encoding);
  if (read.kind === "unreadable") return refuseFile(read.reason);
  const table = readCsvTable(read.text);
  const missing = NEEDED.filter((heading) => !table.hasColumn(heading));
  if (missing.length > 0)
    return refuseFile(
      `this is no Shopify orders export: it has no column ${missing.join(" and no column ")}. ${HOW_TO_EXPORT}`,
    );

  const dayOrder = format.dayOrder ?? dayOrderOf(table.rows.map((row) => row.cell("Created at")));
  const { groups, refused } = groupByName(table.rows);
  const orders: ExportedOrder[] = [];
  const loadedRows: number[] = [];
  const allRefused: RefusedRow[] = [...table.refused, ...refused];
  for (const [name, rows] of groups) {
    const outcome = orderOf(name, rows, { ...format, dayOrder });
    if (outcome.order) orders.push(outcome.order);
    allRefused.push(...outcome.refused);
    loadedRows.push(...outcome.loadedRows);
  }
  return {
    orders: orders.sort((a, b) => Date.parse(a.createdAt) - Date.parse(b.createdAt)),
    refused: allRefused.sort((a, b) => a.row - b.row),
    loadedRows: loadedRows.sort((a, b) => a - b),
  };
}

function refuseFile(reason: string): OrdersExport {
  return { orders: [], refused: [{ row: 1, reason }], loadedRows: [] };
}

function groupByName(rows: readonly CsvRow[]) {
  const groups = new Map<string, CsvRow[]>();
  const refused: RefusedRow[] = [];
  let above: string | null = null;
  for (const row of rows) {
    const name: string | null = row.cell("Name") || above;
    if (name === null) {
      refused.push({ row: row.row, reason: "no order name and no order above; fill in Name" });
      continue;
    }
    above = name;
    const group = groups.get(name);
    if (group) group.push(row);
    else groups.set(name, [row]);
  }
  return { groups, refused };
}
