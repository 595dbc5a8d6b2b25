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

/** Describes Shopify's error codes for a file to the merchant. */
export function refusedFileWords(codes: readonly string[]): string {
  const known = codes.map((code) => FILE_WORDS[code]).find((words) => words !== undefined);
  return known ?? "Shopify did not take this picture. Try it as a JPEG or PNG.";
}

const TOO_LARGE = "Shopify did not take this picture: it is too large. Save it smaller.";
const TRIAL = "Shopify takes no files of this kind from a shop on trial. Choose a plan first.";

const FILE_WORDS: Readonly<Record<string, string>> = {
  UNSUPPORTED_IMAGE_FILE_TYPE:
    "Shopify could not read this file as a picture. Save it as a JPEG or PNG and try again.",
  UNACCEPTABLE_ASSET: "Shopify does not take this kind of file.",
  UNACCEPTABLE_TRIAL_ASSET: TRIAL,
  UNACCEPTABLE_UNVERIFIED_TRIAL_ASSET: TRIAL,
  INVALID_IMAGE_FILE_SIZE: TOO_LARGE,
  INVALID_IMAGE_RESOLUTION: TOO_LARGE,
  FILE_STORAGE_LIMIT_EXCEEDED:
    "Your shop’s files are full. Delete some in Shopify under Content, Files, and try again.",
  IMAGE_DOWNLOAD_FAILURE: "The picture did not reach Shopify whole. Try again.",
  IMAGE_PROCESSING_FAILURE: "Shopify could not process this picture. Save it anew and try again.",
  ALT_VALUE_LIMIT_EXCEEDED: "What it shows is too long for Shopify: at most 512 characters.",
};
