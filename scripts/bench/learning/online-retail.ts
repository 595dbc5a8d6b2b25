import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { findColumn, numberField, readTable } from "../../backtest/readers/read-table";

/** The day that separates training and test data, and the length of the test data. */
export const RETAIL_CUT = { day: "2010-09-02", days: 90 };

export const RETAIL_FILE = "uci_online_retail_ii/transactions_2009-12-01_to_2010-11-30.csv.gz";

export interface RetailLine {
  readonly customer: string;
  readonly product: string;
  readonly title: string;
  /** `2009-12-01 07:45`, in one time zone. */
  readonly at: string;
  readonly value: number;
  /** Of one. */
  readonly price: number;
  readonly country: string;
}

/** The purchases of Online Retail II: no cancellations, quantity and price above 0, known customers, duplicate lines once. */
export function readRetail(file: string): RetailLine[] {
  const table = readTable(file);
  const column = (name: string) => findColumn(table, name);
  const [invoice, product, title, quantity, at, price, customer, country] = [
    column("Invoice"),
    column("StockCode"),
    column("Description"),
    column("Quantity"),
    column("InvoiceDate"),
    column("Price"),
    column("CustomerID"),
    column("Country"),
  ];
  const seen = new Set<string>();
  const lines: RetailLine[] = [];
  for (const row of table.rows) {
    const { fields } = row;
    const unitPrice = numberField(table, row, price);
    const value = numberField(table, row, quantity) * unitPrice;
    const isSold = numberField(table, row, quantity) > 0 && value > 0;
    const key = fields.join("\t");
    if (!isSold || fields[invoice]!.startsWith("C") || fields[customer] === "" || seen.has(key)) {
      continue;
    }
    seen.add(key);
    lines.push({
      customer: fields[customer]!,
      product: fields[product]!,
      title: fields[title]!,
      at: fields[at]!,
      value,
      price: unitPrice,
      country: fields[country]!,
    });
  }
  return lines;
}

/**
 * In the format of the purchase calls.
 * @returns the file's path
 */
export function writePurchases(lines: readonly RetailLine[], folder: string): string {
  const path = join(folder, "purchases.csv");
  const rows = lines.map(({ customer, at, value }) => `${customer},${at},${value}`);
  writeFileSync(path, ["customer,date,value", ...rows].join("\n"));
  return path;
}

/**
 * In the format of the item calls.
 * @returns the file's path
 */
export function writeInteractions(lines: readonly RetailLine[], folder: string, name: string) {
  const path = join(folder, `${name}.tsv`);
  const rows = lines.map(({ customer, product, at }) => {
    const seconds = Date.parse(`${at.replace(" ", "T")}:00Z`) / 1_000;
    return `${customer}\t${product}\t${seconds}`;
  });
  writeFileSync(path, rows.join("\n"));
  return path;
}
