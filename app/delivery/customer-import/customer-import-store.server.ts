import { nextTimeIn } from "~/jobs/next-due-times.server";
import { z } from "zod";
import type { Db, Tx } from "~/db.server";
import { Prisma } from "~/generated/prisma/client";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring, SealedLocation } from "~/privacy/keyring.server";
import { FileStatus, ImportEncoding, ImportSettings } from "./column-role";
import { ImportCounts, NO_COUNTS } from "./import-counts";
import { ImportFault, ImportState, KEEP_FILE_DAYS } from "./import-state";

/** An import of customers. */
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
const NEWEST_FIRST: Prisma.CustomerImportOrderByWithRelationInput[] = [
  { uploadedAt: "desc" },
  { importId: "desc" },
];
/** Before they are imported, a new file replaces them. */
const UNFINISHED: readonly ImportState[] = ["uploading", "ready", "checked", "unreadable"];
/** Jobs work on these; a new file may not replace them. */
const BUSY: readonly ImportState[] = ["checking", "importing", "undoing"];

/** The import that a job works on, else the shop's last one; null if there was none. */
export async function findCustomerImport(db: Db, shopId: ShopId): Promise<CustomerImport | null> {
  const findNewest = (where: Prisma.CustomerImportWhereInput) =>
    db.customerImport.findFirst({ where: { ...where, shopId }, orderBy: NEWEST_FIRST });
  const row = (await findNewest({ state: { in: [...BUSY] } })) ?? (await findNewest({}));
  if (row === null) return null;
  const { shopId: _shop, sealedFileName: _name, staffId: _staff, settings, ...rest } = row;
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

interface Upload extends Pick<CustomerImport, "importId" | "fileStatus"> {
  readonly fileName: string;
  readonly at: Date;
}

/**
 * Begins an upload, which replaces the last file, and an import that was not finished. Finished imports stay in the
 * history.
 *
 * @returns false while a job works on one
 */
export async function startUpload(
  tx: Tx,
  shopId: ShopId,
  { importId, fileStatus, fileName, at }: Upload,
  { keyring }: { readonly keyring: Pick<Keyring, "seal"> },
): Promise<boolean> {
  // Of two uploads at once, the second one replaces the first.
  await tx.$queryRaw`select 1 as locked from shop where shop_id = ${shopId} for no key update`;
  const busy = await tx.customerImport.count({ where: { shopId, state: { in: [...BUSY] } } });
  if (busy > 0) return false;
  await tx.customerImport.deleteMany({ where: { shopId, state: { in: [...UNFINISHED] } } });
  await tx.customerImport.updateMany({ where: { shopId }, data: { fileBytes: null } });
  await tx.customerImportPart.deleteMany({ where: { shopId } });
  const sealedFileName = keyring.seal(fileName, locateFileName(shopId, importId));
  await tx.customerImport.create({
    data: { shopId, importId, state: "uploading", fileStatus, sealedFileName, uploadedAt: at },
  });
  return true;
}

const locateFileName = (shopId: ShopId, importId: string): SealedLocation => ({
  ...{ table: "customer_import", column: "sealed_file_name", shopId, row: importId },
});

/** A finished import. */
export interface PastImport extends Pick<CustomerImport, "importId" | "counts" | "uploadedAt"> {
  readonly state: Extract<ImportState, "imported" | "undoing" | "undone">;
  /** Null: not stored. */
  readonly fileName: string | null;
  /** Shopify's id of the staff member who imported it; null: unknown. */
  readonly staffId: string | null;
  readonly rowCount: number | null;
  readonly endedAt: Date | null;
}

const FINISHED = ["imported", "undoing", "undone"] as const;

/** Finished imports, newest first. */
export async function listPastImports(
  db: Db,
  shopId: ShopId,
  slice: { readonly skip: number; readonly take: number },
  { keyring }: { readonly keyring: Pick<Keyring, "open"> },
): Promise<PastImport[]> {
  const rows = await db.customerImport.findMany({
    where: { shopId, state: { in: [...FINISHED] } },
    orderBy: NEWEST_FIRST,
    ...slice,
  });
  return rows.map(({ importId, state, counts, sealedFileName, ...row }) => ({
    importId,
    state: z.enum(FINISHED).parse(state),
    counts: ImportCounts.parse(counts),
    fileName:
      sealedFileName && (keyring.open(sealedFileName, locateFileName(shopId, importId)) || null),
    staffId: row.staffId,
    rowCount: row.rowCount,
    uploadedAt: row.uploadedAt,
    endedAt: row.endedAt,
  }));
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
  change: Omit<StateChange, "set"> & {
    readonly settings?: ImportSettings;
    readonly staffId?: string | null;
  },
): Promise<boolean> {
  const { settings, staffId = null, ...rest } = change;
  const set = { rowsDone: 0, counts: NO_COUNTS, staffId, ...(settings && { settings }) };
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
    where: { shopId, uploadedAt, state: { in: [...UNFINISHED] } },
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

/** When a shop's file is stored for too long. */
export const nextImportTimes = (now: Date): Prisma.Sql[] => [
  nextTimeIn("customer_import", "uploaded_at", now, {
    plus: Prisma.sql`make_interval(days => ${KEEP_FILE_DAYS}::int)`,
  }),
];
