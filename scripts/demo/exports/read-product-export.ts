import type { SeedProduct } from "../../../test/shopify/store-seed";
import { readCsvTable, type CsvRow, type RefusedRow } from "~/lib/exports/csv-table";
import { GUESSED_FORMAT, type ExportFormat } from "./export-format";
import { productOf } from "./exported-product";
import { readExportText, type ExportSource } from "~/lib/exports/export-text.server";
import { COLUMN } from "./product-columns";
import { slugOf } from "../../../test/shopify/seed/seed-text";

export interface ProductExport {
  readonly products: readonly SeedProduct[];
  readonly refused: readonly RefusedRow[];
  /** Rows with a part in `products`; together with `refused` every row that is not blank, once. */
  readonly loadedRows: readonly number[];
}

const HOW_TO_EXPORT = "In the Shopify admin: Products → Export → Plain CSV file.";

/**
 * Reads a product export of Shopify of any age: `Handle`/`Variant Price`/`Image Src` or `URL handle`/`Price`/`Product
 * image URL`. Rows with one handle belong together at any position; rows without a handle belong to the row above, or
 * derive one from their title. Ids follow the order of the file. Never throws on file contents.
 */
export async function readProductExport(
  source: ExportSource,
  format: ExportFormat = GUESSED_FORMAT,
): Promise<ProductExport> {
  const read = await readExportText(source, format.encoding);
  if (read.kind === "unreadable") return refuseFile(read.reason);
  const table = readCsvTable(read.text);
  const missing = [
    ...(table.hasColumn(...COLUMN.title) ? [] : ["Title"]),
    ...(table.hasColumn(...COLUMN.price) ? [] : ["Price (or Variant Price)"]),
  ];
  if (missing.length > 0)
    return refuseFile(
      `this is no Shopify product export: it has no column ${missing.join(" and no column ")}. ${HOW_TO_EXPORT}`,
    );

  const { groups, refused } = groupByHandle(table.rows);
  const products: SeedProduct[] = [];
  const loadedRows: number[] = [];
  const allRefused: RefusedRow[] = [...table.refused, ...refused];
  for (const [handle, rows] of groups) {
    const outcome = productOf(handle, rows, products.length + 1, format);
    if (outcome.product) products.push(outcome.product);
    allRefused.push(...outcome.refused);
    loadedRows.push(...outcome.loadedRows);
  }
  return {
    products,
    refused: allRefused.sort((a, b) => a.row - b.row),
    loadedRows: loadedRows.sort((a, b) => a - b),
  };
}

function refuseFile(reason: string): ProductExport {
  return { products: [], refused: [{ row: 1, reason }], loadedRows: [] };
}

function groupByHandle(rows: readonly CsvRow[]) {
  const groups = new Map<string, CsvRow[]>();
  const refused: RefusedRow[] = [];
  let above: string | null = null;
  for (const row of rows) {
    const title = row.cell(...COLUMN.title);
    const handle: string | null =
      row.cell(...COLUMN.handle) || (title ? slugOf(title) || `product-${row.row}` : above);
    if (handle === null) {
      refused.push({
        row: row.row,
        reason: "no handle, no title and no product above; give the row its product's handle",
      });
      continue;
    }
    above = handle;
    const key = handle.toLowerCase();
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return { groups, refused };
}
