import { v7 as uuidv7 } from "uuid";
import type { CommonDeps } from "~/deps";
import {
  changeImportState,
  startUpload,
} from "~/delivery/customer-import/customer-import-store.server";
import {
  storeImportParts,
  type ImportPart,
} from "~/delivery/customer-import/import-file-store.server";
import { statusOfFileName } from "~/delivery/customer-import/recognize-columns";
import { createEncodingScan } from "~/lib/exports/scan-encoding";
import type { ShopId } from "~/lib/shop-id";

type Deps = CommonDeps<"db" | "keyring" | "now">;

/** `unreadable`: the page says why; `busy`: an import is running; `replaced`: another file was chosen meanwhile. */
export type UploadOutcome = "ready" | "unreadable" | "busy" | "replaced" | "too_large" | "not_sent";

const PART_BYTES = 32 * 1024;
const MAX_NAME_CHARS = 255;
/** Stored in one statement. */
const PARTS_PER_WRITE = 16;

/**
 * Stores a file of customers, sealed, and finds its encoding, in constant memory. Nothing is imported yet. Replaces the last
 * file.
 *
 * @param fileName says the status of the customers in Mailchimp's exports; the history shows it
 */
export async function uploadCustomers(
  shopId: ShopId,
  { chunks, fileName }: { readonly chunks: AsyncIterable<Uint8Array>; readonly fileName: string },
  { db, keyring, now }: Deps,
): Promise<UploadOutcome> {
  const importId = uuidv7();
  const upload = {
    ...{ importId, at: now() },
    fileStatus: statusOfFileName(fileName),
    fileName: fileName.slice(0, MAX_NAME_CHARS),
  };
  const isStarted = await db.$transaction((tx) => startUpload(tx, shopId, upload, { keyring }));
  if (!isStarted) return "busy";

  const scan = createEncodingScan();
  let [fileBytes, part] = [0, 0];
  let waiting: ImportPart[] = [];
  const write = async () => {
    const taken = waiting;
    waiting = [];
    await db.$transaction((tx) => storeImportParts(tx, shopId, importId, taken, { keyring }));
  };
  for await (const bytes of inParts(chunks)) {
    scan.add(bytes);
    fileBytes += bytes.length;
    waiting.push({ part, bytes });
    part += 1;
    if (waiting.length === PARTS_PER_WRITE) await write();
  }
  await write();

  const scanned = scan.finish();
  const fault = scanned.kind === "unreadable" ? scanned.fault : fileBytes === 0 ? "empty" : null;
  const encoding = scanned.kind === "text" ? scanned.encoding : null;
  const to = fault === null ? "ready" : "unreadable";
  const set = { fileBytes, encoding, fault };
  const change = { importId, from: ["uploading"], to, set } as const;
  return (await changeImportState(db, shopId, change)) ? to : "replaced";
}

/** The same bytes in pieces of one size. */
async function* inParts(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let rest = Buffer.alloc(0);
  for await (const chunk of chunks) {
    const bytes = Buffer.concat([rest, chunk]);
    const whole = bytes.length - (bytes.length % PART_BYTES);
    for (let at = 0; at < whole; at += PART_BYTES) yield bytes.subarray(at, at + PART_BYTES);
    rest = Buffer.from(bytes.subarray(whole));
  }
  if (rest.length > 0) yield rest;
}
