import type { CsvRow, RefusedRow } from "./csv-table";
import { parseAmount, parseCount, parseExportDate, parseFlag } from "./export-values";
import { countryOf, isCurrency } from "./shopify-codes";

/** One order of Shopify's orders export. Amounts are decimal strings in `currency`. */
export interface ExportedOrder {
  readonly name: string;
  readonly createdAt: string;
  readonly fulfilledAt: string | null;
  readonly cancelledAt: string | null;
  readonly email: string | null;
  readonly acceptsMarketing: boolean;
  readonly billingName: string | null;
  readonly city: string | null;
  /** ISO 3166 alpha-2. */
  readonly countryCode: string | null;
  /** ISO 4217; null when the export has no such column. */
  readonly currency: string | null;
  readonly discountCode: string | null;
  readonly discountAmount: string;
  readonly refundedAmount: string;
  readonly lines: readonly ExportedLine[];
}

export interface ExportedLine {
  /** "Product title" or "Product title - Variant title". */
  readonly name: string;
  readonly sku: string | null;
  readonly quantity: number;
  readonly unitPrice: string;
}

interface OrderOutcome {
  readonly order: ExportedOrder | null;
  readonly refused: RefusedRow[];
  readonly loadedRows: number[];
}

const DATES = ["Created at", "Fulfilled at", "Cancelled at"] as const;
/** A typing error in a year would move the store's whole history. */
const FIRST_DAY = "2000-01-01";
const LAST_DAY = "2100-01-01";
const AMOUNTS = ["Discount Amount", "Refunded Amount"] as const;

/**
 * One order from the rows that share its name: the first contains the order's fields, each may have a line item. An
 * order is loaded completely or not at all, since a total without one of its lines would be wrong: the invalid row
 * has the reason, the others refer to it.
 */
export function orderOf(name: string, rows: readonly CsvRow[]): OrderOutcome {
  const [first] = rows;
  if (!first) return { order: null, refused: [], loadedRows: [] };
  const faults = new Map<number, string>();
  for (const row of rows) {
    const fault = lineFault(row) ?? (row === first ? orderFault(first) : null);
    if (fault !== null) faults.set(row.row, fault);
  }
  if (faults.size === 0 && !rows.some(hasLine))
    faults.set(first.row, `the order ${name} has no line item; export it again with its lines`);
  const [faultyRow] = faults.keys();
  if (faultyRow !== undefined) {
    const reason = `the order ${name} was refused for row ${faultyRow}`;
    return {
      order: null,
      refused: rows.map(({ row }) => ({ row, reason: faults.get(row) ?? reason })),
      loadedRows: [],
    };
  }

  const order: ExportedOrder = {
    name,
    createdAt: parseExportDate(first.cell("Created at")) ?? "",
    fulfilledAt: parseExportDate(first.cell("Fulfilled at")),
    cancelledAt: parseExportDate(first.cell("Cancelled at")),
    email: first.cell("Email") || null,
    acceptsMarketing: parseFlag(first.cell("Accepts Marketing")) ?? false,
    billingName: first.cell("Billing Name", "Shipping Name") || null,
    city: first.cell("Billing City", "Shipping City") || null,
    countryCode: countryOf(first.cell("Billing Country", "Shipping Country")),
    currency: first.cell("Currency").toUpperCase() || null,
    discountCode: first.cell("Discount Code") || null,
    discountAmount: parseAmount(first.cell("Discount Amount")) ?? "0.00",
    refundedAmount: parseAmount(first.cell("Refunded Amount")) ?? "0.00",
    lines: rows.filter(hasLine).map((row) => ({
      name: row.cell("Lineitem name"),
      sku: row.cell("Lineitem sku").replace(/^'/, "") || null,
      quantity: parseCount(row.cell("Lineitem quantity")) ?? 1,
      unitPrice: parseAmount(row.cell("Lineitem price")) ?? "0.00",
    })),
  };
  return { order, refused: [], loadedRows: rows.map(({ row }) => row) };
}

/** Rows without one exist: more payments or taxes of the same order. */
function hasLine(row: CsvRow): boolean {
  return row.cell("Lineitem name") !== "";
}

function orderFault(first: CsvRow): string | null {
  if (first.cell("Created at") === "") return "the first row of an order needs its Created at";
  for (const heading of DATES) {
    const text = first.cell(heading);
    if (text !== "" && parseExportDate(text) === null)
      return `${heading} "${text}" is no date; write it like 2024-05-01 10:20:30 -0400`;
  }
  const created = parseExportDate(first.cell("Created at")) ?? "";
  if (created < FIRST_DAY || created >= LAST_DAY)
    return `Created at "${first.cell("Created at")}" is no time at which a store was open`;
  for (const heading of AMOUNTS) {
    const text = first.cell(heading);
    if (text !== "" && parseAmount(text) === null)
      return `${heading} "${text}" is no amount; write it like 12.34`;
  }
  const currency = first.cell("Currency");
  return currency === "" || isCurrency(currency.toUpperCase())
    ? null
    : `Currency "${currency}" is none that Shopify knows; write it like USD`;
}

function lineFault(row: CsvRow): string | null {
  const quantity = row.cell("Lineitem quantity");
  const price = row.cell("Lineitem price");
  if (!hasLine(row))
    return quantity === "" && price === "" ? null : "the line item has no Lineitem name";
  if ((parseCount(quantity) ?? 0) < 1)
    return `Lineitem quantity "${quantity}" is no whole number above 0`;
  return parseAmount(price) === null
    ? `Lineitem price "${price}" is no amount; write it like 12.34`
    : null;
}
