/** An image format that Shopify stores and browsers can show. */
export type PictureKind = "png" | "jpeg" | "gif" | "webp";

export const PICTURE_TYPES = {
  png: { name: "PNG", mimeType: "image/png", end: ".png" },
  jpeg: { name: "JPEG", mimeType: "image/jpeg", end: ".jpg" },
  gif: { name: "GIF", mimeType: "image/gif", end: ".gif" },
  webp: { name: "WebP", mimeType: "image/webp", end: ".webp" },
} as const satisfies Record<PictureKind, object>;

/** Shopify's limits for an image: 20 MB, 25 megapixels. */
export const MAX_PICTURE_BYTES = 20_000_000;
const MAX_PICTURE_PIXELS = 25_000_000;

/** Number of first bytes that identify the format. */
export const HEAD_BYTES = 12;

/** The format of a file by its first bytes, regardless of its name; null: not a supported image. */
export function pictureKind(head: Uint8Array): PictureKind | null {
  const text = String.fromCharCode(...head.subarray(0, HEAD_BYTES));
  if (text.startsWith("\x89PNG\r\n\x1a\n")) return "png";
  if (text.startsWith("\xff\xd8\xff")) return "jpeg";
  if (/^GIF8[79]a/.test(text)) return "gif";
  return /^RIFF.{4}WEBP/s.test(text) ? "webp" : null;
}

/** The known facts about a file before its upload. */
export interface PictureFile {
  /** null: not a supported image. */
  readonly kind: PictureKind | null;
  readonly bytes: number;
  /** null: the browser could not read it. */
  readonly size: { readonly widthPx: number; readonly heightPx: number } | null;
}

export type FileProblem =
  | "empty"
  | "unsupported"
  | "file_too_large"
  | "damaged"
  | "too_many_pixels";

/** Why a file cannot be uploaded; null: it can. */
export function fileProblem({ kind, bytes, size }: PictureFile): FileProblem | null {
  if (bytes === 0) return "empty";
  if (kind === null) return "unsupported";
  if (bytes > MAX_PICTURE_BYTES) return "file_too_large";
  if (size === null) return "damaged";
  return size.widthPx * size.heightPx > MAX_PICTURE_PIXELS ? "too_many_pixels" : null;
}

const MAX_NAME_CHARS = 80;

/** The name of a file in the shop: letters, digits and dashes, and its format's extension. */
export function uploadName(fileName: string, kind: PictureKind): string {
  const stem = fileName
    .replace(/\.\w{1,5}$/, "")
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/[^A-Za-z0-9]+/g, "-")
    .slice(0, MAX_NAME_CHARS)
    .replace(/^-+|-+$/g, "");
  return (stem || "picture") + PICTURE_TYPES[kind].end;
}
