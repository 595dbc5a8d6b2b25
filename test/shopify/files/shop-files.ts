import { randomUUID } from "node:crypto";
import { extname } from "node:path";
import { takeFault } from "../faults";
import type { FileRecord } from "../store-records";
import type { LocalShop, World } from "../world";
import { readPictureFacts } from "./picture-facts";
import { stagedBytes } from "./staged-uploads";

/** Shopify's own limit. */
const MAX_IMAGE_PIXELS = 25_000_000;

type Failure = NonNullable<FileRecord["failure"]>;

/** Adds an uploaded image to the shop's files, where it is processed for a moment. */
export function addFile(
  world: World,
  shop: LocalShop,
  { source, alt }: { readonly source: string; readonly alt: string },
): FileRecord {
  const { store } = shop;
  const bytes = stagedBytes(shop, source);
  const facts = bytes && readPictureFacts(bytes);
  const id = store.nextId();
  const file: FileRecord = {
    id,
    name: freeName(shop, decodeURIComponent(new URL(source).pathname.split("/").at(-1) ?? "")),
    alt,
    mimeType: facts?.mimeType ?? null,
    sizeBytes: bytes?.length ?? 0,
    width: facts?.width ?? null,
    height: facts?.height ?? null,
    createdAt: world.clock.nowIso(),
    readyAtMs: Date.now() + world.faults.files.processingMs,
    failure: takeFault(world.faults.files, "failProcessing")
      ? { code: "IMAGE_PROCESSING_FAILURE", message: "Image could not be processed" }
      : failureOf(bytes, facts),
  };
  store.files.set(id, file);
  if (bytes) store.fileBytes.set(id, bytes);
  return file;
}

function failureOf(
  bytes: Buffer | null,
  facts: ReturnType<typeof readPictureFacts>,
): Failure | null {
  if (!bytes) return { code: "IMAGE_DOWNLOAD_FAILURE", message: "Image could not be downloaded" };
  if (!facts) {
    return { code: "UNSUPPORTED_IMAGE_FILE_TYPE", message: "Image file type is not supported" };
  }
  return facts.width * facts.height > MAX_IMAGE_PIXELS
    ? { code: "INVALID_IMAGE_RESOLUTION", message: "Image resolution exceeds the maximum" }
    : null;
}

/** Shopify's default: a taken name gets a suffix. */
function freeName({ store }: LocalShop, name: string): string {
  const isTaken = [...store.files.values()].some((it) => it.name === name);
  const end = extname(name);
  return isTaken ? `${name.slice(0, name.length - end.length)}_${randomUUID()}${end}` : name;
}

/** Shopify's progress with a file. */
export function fileStatus(file: FileRecord): "PROCESSING" | "READY" | "FAILED" {
  if (Date.now() < file.readyAtMs) return "PROCESSING";
  return file.failure ? "FAILED" : "READY";
}

/** URL of a file. */
export function fileUrl(
  { origin }: World,
  { handle }: LocalShop,
  { name, id }: FileRecord,
): string {
  return `${origin}/cdn/files/${handle}/${encodeURIComponent(name)}?v=${id}`;
}
