import type { ColumnRole, FileStatus, ImportTool } from "~/delivery/customer-import/column-role";
import {
  findCustomerImport,
  listPastImports,
  type PastImport,
  type CustomerImport,
} from "~/delivery/customer-import/customer-import-store.server";
import { streamImportFile } from "~/delivery/customer-import/import-file-store.server";
import { recognizeColumns } from "~/delivery/customer-import/recognize-columns";
import type { Db } from "~/db.server";
import { readCsvRecords } from "~/lib/exports/csv-table";
import { decodeChunks } from "~/lib/exports/decode-chunks";
import type { DayOrder } from "~/lib/exports/export-dates";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";

/** A column as the merchant sees it, with what it is taken for. */
interface ImportColumn {
  readonly heading: string;
  /** The first value that is not empty. */
  readonly example: string;
  readonly role: ColumnRole;
}

/** The columns of a file to choose from. */
export interface ImportColumns {
  readonly encoding: string;
  readonly tool: ImportTool;
  readonly columns: readonly ImportColumn[];
  readonly fileStatus: FileStatus;
  readonly dayOrder: DayOrder | null;
}

export interface CustomerImportPage {
  readonly found: Omit<CustomerImport, "uploadedAt" | "endedAt"> | null;
  /** While the merchant chooses them; null also when the encoding is uncertain. */
  readonly columns: ImportColumns | null;
  readonly history: ImportHistory;
}

/** A page of the finished imports, newest first. */
export interface ImportHistory {
  readonly page: number;
  readonly hasNext: boolean;
  readonly imports: readonly (Omit<PastImport, "uploadedAt" | "endedAt"> & {
    /** ISO 8601 */
    readonly at: string;
  })[];
}

const HISTORY_PAGE = 10;
const EXAMPLE_ROWS = 200;
const EXAMPLE_CHARS = 40;
/** Of the file's beginning. */
const HEAD_CHARS = 100_000;

/**
 * The shop's import, its columns while the merchant chooses them, and earlier imports.
 *
 * @param encoding chosen by the merchant; null: the one that the file shows
 * @param page of the earlier imports, from 1
 */
export async function loadCustomerImport(
  shopId: ShopId,
  encoding: string | null,
  deps: { readonly db: Db; readonly keyring: Pick<Keyring, "open"> },
  page = 1,
): Promise<CustomerImportPage> {
  const [current, history] = await Promise.all([
    loadCurrent(shopId, encoding, deps),
    loadHistory(shopId, page, deps),
  ]);
  return { ...current, history };
}

async function loadHistory(
  shopId: ShopId,
  page: number,
  { db, keyring }: { readonly db: Db; readonly keyring: Pick<Keyring, "open"> },
): Promise<ImportHistory> {
  // One extra row shows whether there is a next page.
  const slice = { skip: (page - 1) * HISTORY_PAGE, take: HISTORY_PAGE + 1 };
  const found = await listPastImports(db, shopId, slice, { keyring });
  return {
    page,
    hasNext: found.length > HISTORY_PAGE,
    imports: found.slice(0, HISTORY_PAGE).map(({ uploadedAt, endedAt, ...it }) => ({
      ...it,
      at: (endedAt ?? uploadedAt).toISOString(),
    })),
  };
}

async function loadCurrent(
  shopId: ShopId,
  encoding: string | null,
  deps: { readonly db: Db; readonly keyring: Pick<Keyring, "open"> },
): Promise<Omit<CustomerImportPage, "history">> {
  const stored = await findCustomerImport(deps.db, shopId);
  if (stored === null) return { found: null, columns: null };
  const { uploadedAt: _uploaded, endedAt: _ended, ...found } = stored;
  const used = encoding ?? found.settings?.encoding ?? found.encoding;
  if (found.state !== "ready" || used === null) return { found, columns: null };
  return { found, columns: await readColumns(shopId, stored, used, deps) };
}

async function readColumns(
  shopId: ShopId,
  found: CustomerImport,
  encoding: string,
  deps: { readonly db: Db; readonly keyring: Pick<Keyring, "open"> },
): Promise<ImportColumns> {
  const [header = [], ...rows] = await readFirstRows(shopId, found, encoding, deps);
  const recognized = recognizeColumns(header, rows, found.fileStatus);
  const { settings } = found;
  // What the merchant chose before stays chosen, unless the file has other columns in this encoding.
  const chosen = settings?.roles.length === header.length ? settings : null;
  return {
    encoding,
    tool: recognized.tool,
    columns: header.map((heading, i) => ({
      heading: heading.trim(),
      example: (rows.map((cells) => cells[i]?.trim() ?? "").find((it) => it !== "") ?? "").slice(
        0,
        EXAMPLE_CHARS,
      ),
      role: chosen?.roles[i] ?? recognized.roles[i] ?? "ignore",
    })),
    fileStatus: chosen?.fileStatus ?? recognized.fileStatus,
    dayOrder: chosen === null ? recognized.dayOrder : chosen.dayOrder,
  };
}

/** The first rows; a fault in them is reported when the file is checked. */
async function readFirstRows(
  shopId: ShopId,
  { importId }: CustomerImport,
  encoding: string,
  deps: { readonly db: Db; readonly keyring: Pick<Keyring, "open"> },
): Promise<string[][]> {
  let text = "";
  for await (const piece of decodeChunks(streamImportFile(shopId, importId, deps), encoding)) {
    text += piece;
    if (text.length > HEAD_CHARS) break;
  }
  const end = text.length > HEAD_CHARS ? text.lastIndexOf("\n") : text.length;
  return readCsvRecords(text.slice(0, end))
    .records.map(({ cells }) => cells)
    .filter((cells) => cells.some((cell) => cell !== ""))
    .slice(0, EXAMPLE_ROWS);
}
