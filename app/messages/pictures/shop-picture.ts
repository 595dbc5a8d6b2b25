import type { PictureKind } from "./picture-file";

/** Format and pixel size of an image; null if unknown. */
export interface PictureInfo {
  /** null: a format that emails do not use. */
  readonly kind: PictureKind | null;
  readonly widthPx: number | null;
  readonly heightPx: number | null;
}

/** An image among the shop's files. */
export interface ShopPicture extends PictureInfo {
  readonly fileId: string;
  /** Its file name: "spring-sale.png". */
  readonly name: string;
  readonly alt: string;
  /** The image that an email shows. */
  readonly url: string;
  readonly thumbnailUrl: string;
}

/** The displayed size of an image: its width, or the height of a logo. */
export type ShownSize = { readonly widthPx: number } | { readonly heightPx: number };

/** A note about an image before it is used; none of them prevents its use. */
export type PictureNote =
  | {
      readonly code: "narrow" | "low";
      readonly has: number;
      readonly needs: number;
    }
  | { readonly code: "animated" | "converted" };

/**
 * Notes about an image. According to Can I email, Outlook for Windows (2007 to 2019) shows no WebP, and of a GIF only
 * the first frame or three loops.
 */
export function pictureNotes({ kind, ...look }: PictureInfo, shown: ShownSize): PictureNote[] {
  const isWidth = "widthPx" in shown;
  const has = isWidth ? look.widthPx : look.heightPx;
  const needs = 2 * (isWidth ? shown.widthPx : shown.heightPx);
  const notes: PictureNote[] = [];
  if (has !== null && has < needs) notes.push({ code: isWidth ? "narrow" : "low", has, needs });
  if (kind === "gif") notes.push({ code: "animated" });
  if (kind === "webp" || kind === null) notes.push({ code: "converted" });
  return notes;
}

/** Larger images load slowly on phones and are skipped by many email clients. */
const HEAVY_BYTES = 1_000_000;

export function isHeavyPicture(bytes: number): boolean {
  return bytes > HEAVY_BYTES;
}
