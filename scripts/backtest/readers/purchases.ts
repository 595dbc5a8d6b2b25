import { groupPurchases, type Purchases } from "~/ml/customers/purchases";
import { parseDay, type Options } from "../call";
import { rejectInput } from "./input-error";
import { createNames, numberName } from "./read-interactions";
import { findColumn, numberField, readTable } from "./read-table";

/** The flags with the column names of a purchase file. */
export const PURCHASE_FLAGS = { file: null, customer: "customer", date: "date", value: "value" };

/**
 * Days since 1970-01-01; each line of the file is a line of the day's purchase.
 *
 * @throws InputError for an empty customer, an invalid date or an invalid number
 */
export function readPurchases(options: Options): Purchases {
  const table = readTable(options.file!);
  const [customer, date, value] = ["customer", "date", "value"].map((flag) =>
    findColumn(table, options[flag]!),
  ) as [number, number, number];
  const names = createNames();
  const customerOf: number[] = [];
  const days: number[] = [];
  const values: number[] = [];
  for (const row of table.rows) {
    const place = { file: table.file, line: row.line };
    const name = row.fields[customer]!;
    if (name.trim() === "") rejectInput({ ...place, column: options.customer! }, "is empty.");
    const day = parseDay(row.fields[date]!);
    if (day === null) {
      rejectInput(
        { ...place, column: options.date! },
        `${JSON.stringify(row.fields[date])} is no date.`,
      );
    }
    customerOf.push(numberName(names, name));
    days.push(day);
    values.push(numberField(table, row, value));
  }
  if (customerOf.length === 0) rejectInput({ file: table.file }, "has no purchases.");
  const lines = new Uint8Array(days.length).fill(1);
  return groupPurchases({ customers: names.numberOf.size, customerOf, days, values, lines });
}
