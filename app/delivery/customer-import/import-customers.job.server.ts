import type { CommonDeps } from "~/deps";
import { defineJob } from "~/jobs/job.server";
import { rowsBeforeCsvError } from "~/lib/exports/stream-csv-rows.server";
import type { ShopId } from "~/lib/shop-id";
import { recordAudit } from "~/privacy/audit-store.server";
import { removeImportedProperties } from "~/profiles/imported-property-store.server";
import { removeImportedConsents } from "../consents/imported-consent-store.server";
import {
  changeImportState,
  expireImportFile,
  findCustomerImport,
  selectShopsWithDueImports,
  type CustomerImport,
  nextImportTimes,
} from "./customer-import-store.server";
import { countRefused } from "./import-counts";
import { importRows } from "./import-rows.server";
import { MAX_IMPORT_ROWS, type ImportFault } from "./import-state";
import { readImportFile } from "./read-import-file.server";
import type { ReadImportRow } from "./read-import-row";

type Deps = CommonDeps<"db" | "keyring" | "queue" | "now">;

/** Rows of one transaction. */
const BATCH_ROWS = 500;
/** Rows of one run; then other shops have their turn. */
const SLICE_ROWS = 20_000;
/** Removed in one transaction. */
const UNDO_ROWS = 5_000;

/**
 * Checks, imports or undoes the shop's import of customers, and deletes its file after a week. Every batch commits with its
 * position, so a run resumes where the last one stopped.
 */
export const importCustomersJob = defineJob<Deps>({
  name: "delivery.import-customers",
  selectDueShops: selectShopsWithDueImports,
  nextDueTimes: nextImportTimes,

  async run(shopId, deps, signal) {
    const found = await findCustomerImport(deps.db, shopId);
    if (found === null) return { more: false };
    if (found.state === "checking" || found.state === "importing") {
      return { more: await readSlice(shopId, found, deps, signal) };
    }
    if (found.state === "undoing") return { more: await undoSlice(shopId, found, deps) };
    await deps.db.$transaction((tx) => expireImportFile(tx, shopId, deps.now()));
    return { more: false };
  },
});

/** @returns whether rows remain */
async function readSlice(
  shopId: ShopId,
  found: CustomerImport,
  deps: Deps,
  signal: AbortSignal,
): Promise<boolean> {
  const at = deps.now();
  let current: CustomerImport = found;
  let waiting: ReadImportRow[] = [];
  const write = async (): Promise<boolean> => {
    const next = await importRows(shopId, current, waiting, { ...deps, at });
    waiting = [];
    if (next !== null) current = next;
    return next !== null;
  };
  try {
    for await (const { row, read } of readImportFile(shopId, found, deps)) {
      if (row - 1 > MAX_IMPORT_ROWS)
        return await endUnreadable(shopId, found, "too_many_rows", row, deps);
      if (row - 1 <= found.rowsDone) continue;
      waiting.push(read);
      if (waiting.length < BATCH_ROWS) continue;
      if (!(await write())) return false;
      if (signal.aborted || current.rowsDone - found.rowsDone >= SLICE_ROWS) return true;
    }
  } catch (error) {
    const rows = rowsBeforeCsvError(error);
    if (rows === null) throw error;
    return await endUnreadable(shopId, found, "not_csv", rows + 1, deps);
  }
  if (waiting.length > 0 && !(await write())) return false;
  if (current.rowsDone === 0) return await endUnreadable(shopId, found, "empty", null, deps);
  await endPass(shopId, current, deps);
  return false;
}

async function endPass(shopId: ShopId, done: CustomerImport, deps: Deps): Promise<void> {
  const { importId, rowsDone: rowCount, counts } = done;
  if (done.state === "checking") {
    const change = { importId, from: ["checking"], to: "checked", set: { rowCount } } as const;
    await changeImportState(deps.db, shopId, change);
    return;
  }
  const endedAt = deps.now();
  await deps.db.$transaction(async (tx) => {
    const change = { importId, from: ["importing"], to: "imported", set: { endedAt } } as const;
    if (!(await changeImportState(tx, shopId, change))) return;
    const { suppressed, consents, properties } = counts;
    await recordAudit(tx, shopId, {
      auditId: `customers-imported/${importId}`,
      at: endedAt,
      actor: "merchant",
      action: "customers_imported",
      detail: { rows: rowCount, suppressed, consents, properties, refused: countRefused(counts) },
    });
  });
}

async function endUnreadable(
  shopId: ShopId,
  { importId, state }: CustomerImport,
  fault: ImportFault,
  faultRow: number | null,
  { db }: Deps,
): Promise<false> {
  const change = { importId, from: [state], to: "unreadable", set: { fault, faultRow } } as const;
  await changeImportState(db, shopId, change);
  return false;
}

/** Removes properties and consents that the import added. Suppressions stay. */
async function undoSlice(
  shopId: ShopId,
  { importId }: CustomerImport,
  { db, now }: Deps,
): Promise<boolean> {
  return db.$transaction(async (tx) => {
    const endedAt = now();
    const part = { limit: UNDO_ROWS, at: endedAt };
    const properties = await removeImportedProperties(tx, shopId, importId, part);
    const consents = await removeImportedConsents(tx, shopId, importId, UNDO_ROWS);
    if (properties === UNDO_ROWS || consents === UNDO_ROWS) return true;
    const change = { importId, from: ["undoing"], to: "undone", set: { endedAt } } as const;
    if (!(await changeImportState(tx, shopId, change))) return false;
    await recordAudit(tx, shopId, {
      auditId: `customer-import-undone/${importId}`,
      at: endedAt,
      actor: "merchant",
      action: "customer_import_undone",
      detail: { importId },
    });
    return false;
  });
}
