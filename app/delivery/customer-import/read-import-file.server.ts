import { decodeChunks } from "~/lib/exports/decode-chunks";
import { streamCsvRows } from "~/lib/exports/stream-csv-rows.server";
import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";
import type { CustomerImport } from "./customer-import-store.server";
import { streamImportFile } from "./import-file-store.server";
import { createRowReader, type ReadImportRow } from "./read-import-row";

interface Deps {
  readonly db: Db;
  readonly keyring: Pick<Keyring, "open">;
}

/** A row of a file. The header is row 1, so a spreadsheet shows the same number. */
interface ImportRow {
  readonly row: number;
  readonly read: ReadImportRow;
}

const DAY_MS = 86_400_000;

/** The cells of a file, row by row, header included. */
function streamImportCells(
  shopId: ShopId,
  { importId }: Pick<CustomerImport, "importId">,
  encoding: string,
  deps: Deps,
): AsyncGenerator<string[]> {
  return streamCsvRows(decodeChunks(streamImportFile(shopId, importId, deps), encoding));
}

/** Reads the rows of a file as the merchant set it up. */
export async function* readImportFile(
  shopId: ShopId,
  found: CustomerImport,
  deps: Deps,
): AsyncGenerator<ImportRow> {
  const { settings, uploadedAt } = found;
  if (settings === null) return;
  // A time without a zone may be up to a day ahead.
  const latest = new Date(uploadedAt.getTime() + DAY_MS);
  let row = 0;
  let read: ReturnType<typeof createRowReader> | null = null;
  for await (const cells of streamImportCells(shopId, found, settings.encoding, deps)) {
    row += 1;
    if (read === null) read = createRowReader(cells, settings, latest);
    else yield { row, read: read(cells) };
  }
}
