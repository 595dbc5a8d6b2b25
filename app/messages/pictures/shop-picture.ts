import { weightWords, type PictureKind } from "./picture-file";

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

/**
 * Notes about an image before it is used; none of them prevents its use. According to Can I email, Outlook for
 * Windows (2007 to 2019) shows no WebP, and of a GIF only the first frame or three loops.
 */
export function pictureNotes({ kind, ...look }: PictureInfo, shown: ShownSize): string[] {
  const [has, needs, side] =
    "widthPx" in shown
      ? [look.widthPx, shown.widthPx * 2, "wide"]
      : [look.heightPx, shown.heightPx * 2, "high"];
  return [
    ...(has !== null && has < needs
      ? [
          `It is ${has} pixels ${side}: on most phones it will look blurred. ${needs} or more are sharp.`,
        ]
      : []),
    ...(kind === "gif"
      ? ["If it moves, Outlook on Windows may show the first picture of it only."]
      : []),
    ...(kind === "webp" || kind === null
      ? [
          "Outlook on Windows does not show this kind of picture, so emails show a JPEG of it: nothing moves in it, and what is transparent is filled.",
        ]
      : []),
  ];
}

/** Larger images load slowly on phones and are skipped by many email clients. */
const HEAVY_BYTES = 1_000_000;

/** The effect of an image's file size on recipients; null: none. */
export function weightProblem(bytes: number): string | null {
  return bytes > HEAVY_BYTES
    ? `In the email this picture weighs ${weightWords(bytes)}. People on a phone would wait for it. Under 1 MB is better: save it as a JPEG, or with fewer pixels.`
    : null;
}
