import { readFile, writeFile } from "node:fs/promises";
import { promisify } from "node:util";
import { gunzip, gzip } from "node:zlib";
import { parse } from "csv-parse/sync";
import type { Extract, InvoiceLine } from "./choose-extract";

const LINES_FILE = new URL("./online-retail-ii-lines.csv.gz", import.meta.url);
const PRODUCTS_FILE = new URL("./online-retail-ii-products.csv.gz", import.meta.url);

/** The published columns in order. */
const COLUMNS = [
  "invoice",
  "stockCode",
  "description",
  "quantity",
  "invoiceDate",
  "price",
  "customerId",
  "country",
] as const;
const COLUMNS_KEPT = COLUMNS.filter((column) => column !== "description");

const inflate = promisify(gunzip);
const deflate = promisify(gzip);

/** Reads Online Retail II as published: a gzipped CSV with a header. */
export async function readPublishedLines(path: string): Promise<InvoiceLine[]> {
  return readRows(path, COLUMNS);
}

/**
 * Writes the extract next to this file as two gzipped CSVs: the lines without their description, and one description
 * per stock code.
 *
 * @returns bytes written
 */
export async function writeExtract({ lines, descriptions }: Extract): Promise<number> {
  const lineRows = lines.map((line) => COLUMNS_KEPT.map((column) => line[column]).join(","));
  const productRows = [...descriptions]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([stockCode, description]) => `${stockCode},"${description.replaceAll('"', '""')}"`);
  const sizes = await Promise.all([
    writeRows(
      LINES_FILE,
      "Invoice,StockCode,Quantity,InvoiceDate,Price,CustomerID,Country",
      lineRows,
    ),
    writeRows(PRODUCTS_FILE, "StockCode,Description", productRows),
  ]);
  return sizes.reduce((sum, bytes) => sum + bytes, 0);
}

/** Reads the output of `writeExtract`. */
export async function readExtract(): Promise<Extract> {
  const [lines, products] = await Promise.all([
    readRows(LINES_FILE, COLUMNS_KEPT),
    readRows(PRODUCTS_FILE, ["stockCode", "description"]),
  ]);
  const descriptions = new Map(products.map((row) => [row.stockCode, row.description]));
  return {
    lines: lines.map((line) => ({ ...line, description: descriptions.get(line.stockCode) ?? "" })),
    descriptions,
  };
}

async function readRows<Column extends string>(
  path: string | URL,
  columns: readonly Column[],
): Promise<Record<Column, string>[]> {
  const rows: string[][] = parse(await inflate(await readFile(path)), { from_line: 2 });
  return rows.map(
    (row) =>
      Object.fromEntries(columns.map((column, i) => [column, row[i] ?? ""])) as Record<
        Column,
        string
      >,
  );
}

async function writeRows(path: URL, header: string, rows: readonly string[]): Promise<number> {
  const bytes = await deflate([header, ...rows, ""].join("\n"), { level: 9 });
  await writeFile(path, bytes);
  return bytes.length;
}
