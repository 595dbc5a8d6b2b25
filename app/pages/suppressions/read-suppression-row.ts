import { readCell } from "~/lib/csv";
import { SuppressionReason } from "~/profiles/suppression-reason";
import { addressIn } from "~/delivery/customer-import/read-import-row";
import { isAddress } from "~/delivery/email";

export type ReadRow =
  | { readonly kind: "row"; readonly address: string; readonly reason: SuppressionReason }
  | { readonly kind: "bad"; readonly problem: RowProblem };

export type RowProblem = "no_address" | "invalid_address";

/** The columns of a file; null without an address column. */
export interface Columns {
  readonly address: number;
  readonly reason: number | null;
}

const ADDRESS_NAMES = ["email", "e-mail", "email address", "e-mail address", "address"];

/** Finds the columns by their names in the header, in any order and case. */
export function findColumns(header: readonly string[]): Columns | null {
  const names = header.map((name) =>
    readCell(name.replace(/^\uFEFF/, ""))
      .trim()
      .toLowerCase(),
  );
  const address = names.findIndex((name) => ADDRESS_NAMES.includes(name));
  const reason = names.indexOf("reason");
  return address < 0 ? null : { address, reason: reason < 0 ? null : reason };
}

/**
 * Parses one row of an import. Unknown reasons become "blocked by hand": the address is suppressed anyway.
 */
export function readSuppressionRow(cells: readonly string[], columns: Columns): ReadRow {
  const address = addressIn(readCell(cells[columns.address] ?? ""));
  if (address === "") return { kind: "bad", problem: "no_address" };
  if (!isAddress(address)) return { kind: "bad", problem: "invalid_address" };
  const stated = columns.reason === null ? "" : readCell(cells[columns.reason] ?? "");
  const reason = SuppressionReason.safeParse(stated.trim().toLowerCase().replaceAll(" ", "_")).data;
  // A soft bounce would need an end date.
  return { kind: "row", address, reason: !reason || reason === "soft_bounce" ? "manual" : reason };
}
