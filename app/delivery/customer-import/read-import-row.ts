import { isAddress } from "../email";
import { readCell } from "~/lib/csv";
import { parseExportDate } from "~/lib/exports/export-dates";
import type { SuppressionReason } from "~/profiles/suppression-reason";
import type { ColumnRole, ImportSettings } from "./column-role";
import type { ImportProblem } from "./import-problem";
import { readStatus, readSuppressionReasons } from "./read-status";
import { propertyNameOf } from "./recognize-columns";

/** A row of an imported file: a customer, and whether they may be emailed. */
export interface ImportedCustomer {
  readonly address: string;
  readonly firstName: string;
  readonly lastName: string;
  /** Why they must not be emailed; empty if nothing forbids it. */
  readonly reasons: readonly SuppressionReason[];
  /** Their consent, unless something forbids to email them; `at` is null where the file has no time. */
  readonly consent: { readonly at: Date | null } | null;
  readonly properties: readonly { readonly name: string; readonly value: string }[];
  /** Values that are too long to be properties. */
  readonly longValues: number;
}

export type ReadImportRow =
  | { readonly kind: "customer"; readonly customer: ImportedCustomer }
  | { readonly kind: "refused"; readonly problem: ImportProblem };

/** A customer property is compared and indexed, so it is short. */
const MAX_VALUE_CHARS = 255;

/**
 * Reads rows of a file by the roles of its columns. The strictest statement of a row counts: whatever forbids to email
 * the customer is kept, even if the rest of the row is unreadable.
 *
 * @param latest no consent is later
 */
export function createRowReader(
  header: readonly string[],
  { roles, dayOrder, fileStatus }: ImportSettings,
  latest: Date,
): (cells: readonly string[]) => ReadImportRow {
  const columns = Map.groupBy(roles.keys(), (i) => roles[i] ?? "ignore");
  const names = header.map(propertyNameOf);
  const at = (column: number, cells: readonly string[]) =>
    readCell(cells[column] ?? "")
      .replaceAll("\0", "")
      .trim();
  const valuesOf = (role: ColumnRole, cells: readonly string[]) =>
    (columns.get(role) ?? []).map((column) => at(column, cells)).filter((it) => it !== "");

  return (cells) => {
    const address = addressIn(valuesOf("email", cells)[0] ?? "");
    if (address === "") return { kind: "refused", problem: "no_address" };
    if (!isAddress(address)) return { kind: "refused", problem: "invalid_address" };

    const [stated = ""] = valuesOf("status", cells);
    const status = stated === "" ? fileStatus : readStatus(stated);
    const [consentText = ""] = valuesOf("consented_at", cells);
    const consentedAt = consentText === "" ? null : parseExportDate(consentText, dayOrder);
    const reasons = new Set(valuesOf("suppression", cells).flatMap(readSuppressionReasons));
    if (valuesOf("bounced_at", cells).length > 0 || status === "bounced")
      reasons.add("hard_bounce");
    if (status === "complained") reasons.add("complaint");
    if (status === "suppressed") reasons.add("manual");
    const isSubscribed = status === "subscribed";
    const left = valuesOf("unsubscribed_at", cells).some((text) => {
      // Some tools keep the date after the customer subscribed again. If that is not certain, it counts.
      const unsubscribedAt = parseExportDate(text, dayOrder);
      return !(isSubscribed && unsubscribedAt && consentedAt && unsubscribedAt < consentedAt);
    });
    if (left || status === "unsubscribed") reasons.add("unsubscribe");

    if (reasons.size === 0) {
      if (status === null) return { kind: "refused", problem: "unknown_status" };
      if (isSubscribed && consentText !== "") {
        if (consentedAt === null) return { kind: "refused", problem: "unclear_date" };
        if (new Date(consentedAt) > latest) return { kind: "refused", problem: "future_date" };
      }
    }
    const hasConsent = reasons.size === 0 && isSubscribed;
    const values = (columns.get("property") ?? []).flatMap((column) => {
      const value = at(column, cells);
      return value === "" ? [] : { name: names[column] ?? propertyNameOf("", column), value };
    });
    const properties = values.filter(({ value }) => value.length <= MAX_VALUE_CHARS);
    return {
      kind: "customer",
      customer: {
        address,
        firstName: valuesOf("first_name", cells)[0] ?? "",
        lastName: valuesOf("last_name", cells)[0] ?? "",
        reasons: [...reasons],
        consent: hasConsent ? { at: consentedAt === null ? null : new Date(consentedAt) } : null,
        properties,
        longValues: values.length - properties.length,
      },
    };
  };
}

/**
 * The address in a cell, also as "Ada <ada@example.com>", without invisible characters (zero-width and direction
 * marks), which would make it match no recipient.
 */
export function addressIn(cell: string): string {
  const seen = cell.replace(/\p{Cf}/gu, "").trim();
  return (/<([^<>]*)>$/.exec(seen)?.[1] ?? seen).trim();
}
