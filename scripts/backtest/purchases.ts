import { parseDay, type Options } from "./call";
import { refuse } from "./input-error";
import { createNames, numberName } from "./read-interactions";
import { findColumn, numberField, readTable } from "./read-table";

/** What each customer bought, a day at a time, oldest first. */
export interface Purchases {
  readonly customers: number;
  /** customers + 1 positions into `days` and `values`. */
  readonly offsets: Int32Array;
  /** Whole days since 1970-01-01, rising within a customer. */
  readonly days: Float64Array;
  /** All that the customer paid on that day. */
  readonly values: Float64Array;
  /** Lines of the file that the day's purchase has. */
  readonly lines: Float64Array;
}

/** The flags that name the columns of a file of purchases. */
export const PURCHASE_FLAGS = { file: null, customer: "customer", date: "date", value: "value" };

/** @throws InputError when a customer is empty, a date is none or a value is no number */
export function readPurchases(options: Options): Purchases {
  const table = readTable(options.file!);
  const [customer, date, value] = ["customer", "date", "value"].map((flag) =>
    findColumn(table, options[flag]!),
  ) as [number, number, number];
  const names = createNames();
  const byCustomer: Map<number, { paid: number; lines: number }>[] = [];
  for (const row of table.rows) {
    const place = { file: table.file, line: row.line };
    const name = row.fields[customer]!;
    if (name.trim() === "") refuse({ ...place, column: options.customer! }, "is empty.");
    const day = parseDay(row.fields[date]!);
    if (day === null) {
      refuse(
        { ...place, column: options.date! },
        `${JSON.stringify(row.fields[date])} is no date.`,
      );
    }
    const paid = numberField(table, row, value);
    const bought = (byCustomer[numberName(names, name)] ??= new Map());
    const known = bought.get(day);
    bought.set(day, { paid: (known?.paid ?? 0) + paid, lines: (known?.lines ?? 0) + 1 });
  }
  if (byCustomer.length === 0) refuse({ file: table.file }, "has no purchases.");

  const offsets = new Int32Array(byCustomer.length + 1);
  byCustomer.forEach((bought, n) => (offsets[n + 1] = offsets[n]! + bought.size));
  const inOrder = byCustomer.flatMap((bought) => [...bought].sort(([a], [b]) => a - b));
  return {
    customers: byCustomer.length,
    offsets,
    days: Float64Array.from(inOrder, ([day]) => day),
    values: Float64Array.from(inOrder, ([, { paid }]) => paid),
    lines: Float64Array.from(inOrder, ([, { lines }]) => lines),
  };
}

/** Positions of a customer's purchases on the days `from` … `to` − 1: a range of them. */
export function purchasesBetween(
  { offsets, days }: Purchases,
  customer: number,
  from: number,
  to: number,
): { readonly start: number; readonly end: number } {
  let start = offsets[customer]!;
  const last = offsets[customer + 1]!;
  while (start < last && days[start]! < from) start++;
  let end = start;
  while (end < last && days[end]! < to) end++;
  return { start, end };
}
