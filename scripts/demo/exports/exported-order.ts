import type { CsvRow, RefusedRow } from "~/lib/exports/csv-table";
import { hasUnclearOrder, parseExportDate } from "~/lib/exports/export-dates";
import { amountFault, type ExportFormat } from "./export-format";
import { parseAmount, parseCount, parseFlag, type DecimalMark } from "~/lib/exports/export-values";
import { reconcileDiscount } from "./reconcile-discount";
import { minorOf } from "../../../test/shopify/seed/seed-text";
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
const AMOUNTS = [
  "Discount Amount",
  "Refunded Amount",
  "Subtotal",
  "Shipping",
  "Taxes",
  "Total",
] as const;
const EMAIL = /^[^\s@]+@[^\s@]+$/;
/** Payments that never came: such an order was given up, even where it was not canceled. */
const UNPAID = /^(?:voided|expired)$/i;

/**
 * One order from the rows that share its name: the first contains the order's fields, each may have a line item. An
 * order is loaded completely or not at all, since a total without one of its lines would be wrong: the invalid row
 * has the reason, the others refer to it.
 */
export function orderOf(name: string, rows: readonly CsvRow[], given: ExportFormat): OrderOutcome {
  const [first] = rows;
  if (!first) return { order: null, refused: [], loadedRows: [] };
  const currency = first.cell("Currency").toUpperCase() || given.currency;
  const format = { ...given, currency };
  const faults = new Map<number, string>();
  for (const row of rows) {
    const fault = (row === first ? orderFault(first, format) : null) ?? lineFault(row, format);
    if (fault !== null) faults.set(row.row, fault);
  }
  if (faults.size === 0 && !rows.some(hasLine))
    faults.set(first.row, `the order ${name} has no line item; export it again with its lines`);

  const order = faults.size === 0 ? readOrder(name, first, rows.filter(hasLine), format) : null;
  if (order !== null) return { order, refused: [], loadedRows: rows.map(({ row }) => row) };
  if (faults.size === 0)
    faults.set(
      first.row,
      `the lines of the order ${name} cost less than its Subtotal "${first.cell("Subtotal")}"; export it again with all its lines`,
    );
  const [faultyRow] = faults.keys();
  const reason = `the order ${name} was refused for row ${faultyRow}`;
  return {
    order: null,
    refused: rows.map(({ row }) => ({ row, reason: faults.get(row) ?? reason })),
    loadedRows: [],
  };
}

/** @returns null if the lines cost less than the subtotal */
function readOrder(
  name: string,
  first: CsvRow,
  lineRows: readonly CsvRow[],
  { dayOrder, decimalMark, currency }: ExportFormat,
): ExportedOrder | null {
  const date = (heading: (typeof DATES)[number]) => parseExportDate(first.cell(heading), dayOrder);
  const amount = (heading: (typeof AMOUNTS)[number]) =>
    parseAmount(first.cell(heading), decimalMark);
  const lines = lineRows.map((row) => lineOf(row, decimalMark));
  const discountAmount = reconcileDiscount(
    lines.reduce((sum, it) => sum + minorOf(it.unitPrice) * it.quantity, 0),
    {
      discount: amount("Discount Amount"),
      lineDiscounts: lineRows.map(
        (row) => parseAmount(row.cell("Lineitem discount"), decimalMark) ?? "0.00",
      ),
      subtotal: amount("Subtotal"),
      shipping: amount("Shipping"),
      taxes: amount("Taxes"),
      total: amount("Total"),
    },
  );
  if (discountAmount === null) return null;
  const createdAt = date("Created at") ?? "";
  return {
    name,
    createdAt,
    fulfilledAt: date("Fulfilled at"),
    cancelledAt:
      date("Cancelled at") ?? (UNPAID.test(first.cell("Financial Status")) ? createdAt : null),
    email: first.cell("Email") || null,
    acceptsMarketing: parseFlag(first.cell("Accepts Marketing")) ?? false,
    billingName: first.cell("Billing Name", "Shipping Name") || null,
    city: first.cell("Billing City", "Shipping City") || null,
    countryCode: countryOf(first.cell("Billing Country", "Shipping Country")),
    currency,
    discountCode: first.cell("Discount Code") || null,
    discountAmount,
    refundedAmount: amount("Refunded Amount") ?? "0.00",
    lines,
  };
}

function lineOf(row: CsvRow, decimalMark: DecimalMark): ExportedLine {
  return {
    name: row.cell("Lineitem name"),
    sku: row.cell("Lineitem sku").replace(/^'/, "") || null,
    quantity: parseCount(row.cell("Lineitem quantity")) ?? 1,
    unitPrice: parseAmount(row.cell("Lineitem price"), decimalMark) ?? "0.00",
  };
}

/** Rows without one exist: more payments or taxes of the same order. */
function hasLine(row: CsvRow): boolean {
  return row.cell("Lineitem name") !== "";
}

function orderFault(first: CsvRow, format: ExportFormat): string | null {
  if (first.cell("Created at") === "") return "the first row of an order needs its Created at";
  for (const heading of DATES) {
    const text = first.cell(heading);
    if (text === "" || parseExportDate(text, format.dayOrder) !== null) continue;
    return hasUnclearOrder(text) && format.dayOrder === null
      ? `${heading} "${text}" may begin with its day or its month; say which with --dates dmy or --dates mdy`
      : `${heading} "${text}" is no date; write it like 2024-05-01 10:20:30 -0400`;
  }
  const created = parseExportDate(first.cell("Created at"), format.dayOrder) ?? "";
  if (created < FIRST_DAY || created >= LAST_DAY)
    return `Created at "${first.cell("Created at")}" is no time at which a store was open`;
  const email = first.cell("Email");
  if (email !== "" && !EMAIL.test(email)) return `Email "${email}" is no email address`;
  const currency = first.cell("Currency");
  if (currency !== "" && !isCurrency(currency.toUpperCase()))
    return `Currency "${currency}" is none that Shopify knows; write it like USD`;
  return firstFault(AMOUNTS, first, format);
}

function lineFault(row: CsvRow, format: ExportFormat): string | null {
  const quantity = row.cell("Lineitem quantity");
  const price = row.cell("Lineitem price");
  if (!hasLine(row))
    return quantity === "" && price === "" ? null : "the line item has no Lineitem name";
  if ((parseCount(quantity) ?? 0) < 1)
    return `Lineitem quantity "${quantity}" is no whole number above 0`;
  if (price === "") return `Lineitem price "" is no amount; write it like 12.34`;
  return firstFault(["Lineitem price", "Lineitem discount"], row, format);
}

function firstFault(headings: readonly string[], row: CsvRow, format: ExportFormat) {
  for (const heading of headings) {
    const fault = amountFault(heading, row.cell(heading), format);
    if (fault !== null) return fault;
  }
  return null;
}
