import { z } from "zod";
import type { MeasurePicture } from "~/messages/pictures/measure-picture.server";

/** More pictures than any email shows. */
const MAX_PICTURES = 60;

export const PicturesToWeigh = z.object({
  urls: z.array(z.string().max(2_000)).max(MAX_PICTURES),
});

/** What the pictures of an email weigh. */
export interface PictureWeight {
  /** Of those whose size is known. */
  readonly bytes: number;
  readonly unknown: number;
}

/** Measures pictures, each once. */
export async function weighPictures(
  { urls }: z.infer<typeof PicturesToWeigh>,
  { measurePicture }: { readonly measurePicture: MeasurePicture },
): Promise<PictureWeight> {
  const sizes = await Promise.all([...new Set(urls)].map((url) => measurePicture(url)));
  const known = sizes.filter((bytes) => bytes !== null);
  return {
    bytes: known.reduce((sum, bytes) => sum + bytes, 0),
    unknown: sizes.length - known.length,
  };
}
