import { readCell } from "~/lib/csv";
import { SuppressionReason } from "~/profiles/suppression-reason";
import { isAddress } from "../mail";

export type ReadRow =
  | { readonly kind: "row"; readonly address: string; readonly reason: SuppressionReason }
  | { readonly kind: "bad"; readonly problem: string };

/** Which columns of a file hold what; null when none holds addresses. */
export interface Columns {
  readonly address: number;
  readonly reason: number | null;
}

const ADDRESS_NAMES = ["email", "e-mail", "email address", "e-mail address", "address"];

/** Finds the columns by the names in the first line, whatever their order and case. */
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
 * Reads one line of an import. A reason that another program gave is kept as
 * "blocked by hand": the address is suppressed all the same.
 */
export function readSuppressionRow(cells: readonly string[], columns: Columns): ReadRow {
  const address = addressIn(readCell(cells[columns.address] ?? ""));
  if (address === "") return { kind: "bad", problem: "There is no address" };
  if (!isAddress(address)) return { kind: "bad", problem: "That is no e-mail address" };
  const told = columns.reason === null ? "" : readCell(cells[columns.reason] ?? "");
  const reason = SuppressionReason.safeParse(told.trim().toLowerCase().replaceAll(" ", "_")).data;
  // One that ends by itself would have to say when.
  return { kind: "row", address, reason: !reason || reason === "soft_bounce" ? "manual" : reason };
}

/**
 * The address that a cell holds, also as "Ada <ada@example.com>", without what
 * nobody sees of it (zero-width and direction marks): with it, it would hold back no mail.
 */
function addressIn(cell: string): string {
  const seen = cell.replace(/\p{Cf}/gu, "").trim();
  return (/<([^<>]*)>$/.exec(seen)?.[1] ?? seen).trim();
}
