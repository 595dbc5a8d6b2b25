import type { MediaImage } from "~/shopify/operations/shop-files";
import { PICTURE_TYPES, type PictureKind } from "./picture-file";
import type { ShopPicture } from "./shop-picture";

/** Shopify's image of a file; null while it has none. */
export function fromMediaImage({ id, alt, mimeType, image }: MediaImage): ShopPicture | null {
  if (!image) return null;
  const kind = kindOf(mimeType);
  return {
    fileId: id,
    name: decodeURIComponent(new URL(image.original).pathname.split("/").at(-1) ?? ""),
    alt: alt ?? "",
    kind,
    widthPx: image.width,
    heightPx: image.height,
    url: urlInEmail(kind, image),
    thumbnailUrl: image.thumbnail,
  };
}

const KINDS = Object.keys(PICTURE_TYPES) as PictureKind[];
const kindOf = (mimeType: string | null) =>
  KINDS.find((it) => PICTURE_TYPES[it].mimeType === mimeType) ?? null;

function urlInEmail(kind: PictureKind | null, image: NonNullable<MediaImage["image"]>): string {
  // A re-encoded GIF may lose its animation.
  if (kind === "gif") return image.original;
  return kind === "png" || kind === "jpeg" ? image.email : image.jpeg;
}

const FILE_PROBLEMS = {
  UNSUPPORTED_IMAGE_FILE_TYPE: "not_an_image",
  UNACCEPTABLE_ASSET: "not_accepted",
  UNACCEPTABLE_TRIAL_ASSET: "trial",
  UNACCEPTABLE_UNVERIFIED_TRIAL_ASSET: "trial",
  INVALID_IMAGE_FILE_SIZE: "too_large",
  INVALID_IMAGE_RESOLUTION: "too_large",
  FILE_STORAGE_LIMIT_EXCEEDED: "storage_full",
  IMAGE_DOWNLOAD_FAILURE: "not_received",
  IMAGE_PROCESSING_FAILURE: "not_processed",
  ALT_VALUE_LIMIT_EXCEEDED: "alt_too_long",
} as const;
export type ShopifyFileProblem = (typeof FILE_PROBLEMS)[keyof typeof FILE_PROBLEMS] | "rejected";

/** Why Shopify refused a file, by its error codes. */
export function readFileProblem(codes: readonly string[]): ShopifyFileProblem {
  const known = Object.entries(FILE_PROBLEMS).find(([code]) => codes.includes(code));
  return known?.[1] ?? "rejected";
}
