import { weightWords, type PictureKind } from "./picture-file";

/** What a picture is, and how many pixels it has; null where that is not known. */
export interface PictureInfo {
  /** null: of a kind that emails do not have. */
  readonly kind: PictureKind | null;
  readonly widthPx: number | null;
  readonly heightPx: number | null;
}

/** A picture among the shop's files. */
export interface ShopPicture extends PictureInfo {
  readonly fileId: string;
  /** As the shop's files call it: "spring-sale.png". */
  readonly name: string;
  readonly alt: string;
  /** What an email shows. */
  readonly url: string;
  readonly thumbnailUrl: string;
}

/** How large a picture is shown: by its width, or, as a logo, by its height. */
export type ShownSize = { readonly widthPx: number } | { readonly heightPx: number };

/**
 * What to know of a picture before it is used: none of it keeps it out of an email. By Can I email Outlook for Windows
 * (2007 to 2019) shows no WebP, and of a GIF the first picture, or three rounds of it.
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

/** Above this a picture keeps people waiting on a phone, and many email programs leave it out. */
const HEAVY_BYTES = 1_000_000;

/** What a picture's weight means for those who open the email; null: nothing. */
export function weightProblem(bytes: number): string | null {
  return bytes > HEAVY_BYTES
    ? `In the email this picture weighs ${weightWords(bytes)}. People on a phone would wait for it. Under 1 MB is better: save it as a JPEG, or with fewer pixels.`
    : null;
}
