import type { CommonDeps } from "~/deps";
import {
  findCustomerImport,
  type CustomerImport,
} from "~/delivery/customer-import/customer-import-store.server";
import { planRows } from "~/delivery/customer-import/import-rows.server";
import { readImportFile } from "~/delivery/customer-import/read-import-file.server";
import type { ImportProblem } from "~/delivery/customer-import/import-problem";
import type { ReadImportRow } from "~/delivery/customer-import/read-import-row";
import { BYTE_ORDER_MARK, csvLine } from "~/lib/csv";
import type { ShopId } from "~/lib/shop-id";

type Deps = CommonDeps<"db" | "keyring">;

const BATCH_ROWS = 500;

/** The shop's import, if its file is still stored and its columns were chosen. */
export async function findImportFile(
  shopId: ShopId,
  { db }: Pick<Deps, "db">,
): Promise<CustomerImport | null> {
  const found = await findCustomerImport(db, shopId);
  return found === null || found.fileBytes === null || found.settings === null ? null : found;
}

/** Streams the rows that were not imported as CSV lines: their numbers and what to correct. */
export async function* exportRefusedRows(
  shopId: ShopId,
  found: CustomerImport,
  { headings, textOf }: { headings: readonly string[]; textOf: (problem: ImportProblem) => string },
  deps: Deps,
): AsyncGenerator<string> {
  yield BYTE_ORDER_MARK + csvLine(headings);
  for await (const { row, read } of readImportFile(shopId, found, deps)) {
    if (read.kind === "refused") yield csvLine([String(row), textOf(read.problem)]);
  }
}

/** The columns of Shopify's own import of customers. */
const SHOPIFY_COLUMNS = ["First Name", "Last Name", "Email", "Accepts Email Marketing"];

/**
 * Streams the people who consented and are not subscribed in Shopify, as a file for Shopify's own import. Nobody in it has
 * opted out or is suppressed.
 */
export async function* exportForShopify(
  shopId: ShopId,
  found: CustomerImport,
  deps: Deps,
): AsyncGenerator<string> {
  yield BYTE_ORDER_MARK + csvLine(SHOPIFY_COLUMNS);
  const seen = new Set<string>();
  let waiting: ReadImportRow[] = [];
  async function* lines(): AsyncGenerator<string> {
    const { forShopify } = await planRows(deps.db, shopId, waiting, deps);
    waiting = [];
    for (const { firstName, lastName, address } of forShopify) {
      if (seen.has(address.toLowerCase())) continue;
      seen.add(address.toLowerCase());
      yield csvLine([firstName, lastName, address, "yes"]);
    }
  }
  for await (const { read } of readImportFile(shopId, found, deps)) {
    waiting.push(read);
    if (waiting.length === BATCH_ROWS) yield* lines();
  }
  yield* lines();
}
