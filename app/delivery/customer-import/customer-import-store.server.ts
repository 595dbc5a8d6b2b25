import type { Db, Tx } from "~/db.server";
import { Prisma } from "~/generated/prisma/client";
import type { ShopId } from "~/lib/shop-id";
import { FileStatus, ImportEncoding, ImportSettings } from "./column-role";
import { ImportCounts, NO_COUNTS } from "./import-counts";
import { ImportFault, ImportState, KEEP_FILE_DAYS } from "./import-state";

/** The shop's last import. */
export interface CustomerImport {
  readonly importId: string;
  readonly state: ImportState;
  /** Null once the file is deleted. */
  readonly fileBytes: number | null;
  readonly encoding: ImportEncoding | null;
  readonly fileStatus: FileStatus;
  readonly settings: ImportSettings | null;
  readonly counts: ImportCounts;
  readonly rowsDone: number;
  readonly rowCount: number | null;
  readonly fault: ImportFault | null;
  readonly faultRow: number | null;
  readonly uploadedAt: Date;
  readonly endedAt: Date | null;
}

const DAY_MS = 86_400_000;
/** Jobs work on these; a new file may not replace them. */
const BUSY: readonly ImportState[] = ["checking", "importing", "undoing"];

/** The shop's last import; null if there was none. */
export async function findCustomerImport(db: Db, shopId: ShopId): Promise<CustomerImport | null> {
  const row = await db.customerImport.findUnique({ where: { shopId } });
  if (row === null) return null;
  const { shopId: _shop, settings, ...rest } = row;
  return {
    ...rest,
    state: ImportState.parse(row.state),
    encoding: ImportEncoding.nullable().parse(row.encoding),
    fileStatus: FileStatus.parse(row.fileStatus),
    settings: settings === null ? null : ImportSettings.parse(settings),
    counts: ImportCounts.parse(row.counts),
    fault: ImportFault.nullable().parse(row.fault),
  };
}

/**
 * Begins an upload, which replaces the last import and its file. What was imported stays.
 *
 * @returns false while a job works on the last one
 */
export async function startUpload(
  tx: Tx,
  shopId: ShopId,
  { importId, fileStatus, at }: Pick<CustomerImport, "importId" | "fileStatus"> & { at: Date },
): Promise<boolean> {
  const started = await tx.$executeRaw`
    insert into customer_import (shop_id, import_id, state, file_status, uploaded_at)
    values (${shopId}, ${importId}, 'uploading', ${fileStatus}, ${at}::timestamptz)
    on conflict (shop_id) do update set import_id = excluded.import_id, state = excluded.state,
      file_status = excluded.file_status, uploaded_at = excluded.uploaded_at, file_bytes = null,
      encoding = null, settings = null, counts = '{}', rows_done = 0, row_count = null, fault = null,
      fault_row = null, ended_at = null
    where customer_import.state <> all(${[...BUSY]}::text[])`;
  if (started === 0) return false;
  await tx.customerImportPart.deleteMany({ where: { shopId } });
  return true;
}

interface StateChange {
  readonly importId: string;
  /** The states in which it applies. */
  readonly from: readonly ImportState[];
  readonly to: ImportState;
  readonly set?: Prisma.CustomerImportUpdateManyMutationInput;
}

/** Moves an import on. @returns false if it is in another state by now, or was replaced */
export async function changeImportState(
  db: Db,
  shopId: ShopId,
  { importId, from, to, set = {} }: StateChange,
): Promise<boolean> {
  const { count } = await db.customerImport.updateMany({
    where: { shopId, importId, state: { in: [...from] } },
    data: { ...set, state: to },
  });
  return count === 1;
}

/** Begins to read the file from its first row. */
export async function startPass(
  db: Db,
  shopId: ShopId,
  change: Omit<StateChange, "set"> & { readonly settings?: ImportSettings },
): Promise<boolean> {
  const { settings, ...rest } = change;
  const set = { rowsDone: 0, counts: NO_COUNTS, ...(settings && { settings }) };
  return changeImportState(db, shopId, { ...rest, set });
}

/**
 * Counts rows as done, in the transaction that stores what is in them: each row counts once, however often a job runs.
 *
 * @returns false if another worker did them, or the import is in another state by now
 */
export async function advanceImport(
  tx: Tx,
  shopId: ShopId,
  { importId, state }: Pick<CustomerImport, "importId" | "state">,
  { from, to, counts }: { readonly from: number; readonly to: number; counts: ImportCounts },
): Promise<boolean> {
  const { count } = await tx.customerImport.updateMany({
    where: { shopId, importId, state, rowsDone: from },
    data: { rowsDone: to, counts },
  });
  return count === 1;
}

/** Deletes a file that is stored for too long, and an import that was never finished. The report of a finished one stays. */
export async function expireImportFile(tx: Tx, shopId: ShopId, now: Date): Promise<void> {
  const uploadedAt = { lte: new Date(now.getTime() - KEEP_FILE_DAYS * DAY_MS) };
  const removed = await tx.customerImport.deleteMany({
    where: { shopId, uploadedAt, state: { in: ["uploading", "ready", "checked", "unreadable"] } },
  });
  const emptied = await tx.customerImport.updateMany({
    where: { shopId, uploadedAt, fileBytes: { not: null }, state: { notIn: [...BUSY] } },
    data: { fileBytes: null },
  });
  if (removed.count + emptied.count === 0) return;
  await tx.customerImportPart.deleteMany({ where: { shopId } });
}

/** Shops with an import that a job moves on, or with a file that is stored for too long. */
export function selectShopsWithDueImports(now: Date): Prisma.Sql {
  const storedSince = new Date(now.getTime() - KEEP_FILE_DAYS * DAY_MS);
  return Prisma.sql`
    select shop_id as "shopId" from customer_import
    where state = any(${[...BUSY]}::text[])
      or (uploaded_at <= ${storedSince}::timestamptz
        and (file_bytes is not null or state in ('uploading', 'unreadable')))`;
}
