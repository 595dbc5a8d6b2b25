import {
  HEAD_BYTES,
  MAX_PICTURE_BYTES,
  pictureKind,
  type PictureFile,
} from "~/messages/pictures/picture-file";

/** Reads a chosen file's type and pixel size. */
export async function readPicture(file: File): Promise<PictureFile> {
  const kind = pictureKind(new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer()));
  const mayBeRead = kind !== null && file.size <= MAX_PICTURE_BYTES;
  return { kind, bytes: file.size, size: mayBeRead ? await sizeOf(file) : null };
}

async function sizeOf(file: File): Promise<PictureFile["size"]> {
  try {
    const bitmap = await createImageBitmap(file);
    const { width: widthPx, height: heightPx } = bitmap;
    bitmap.close();
    return { widthPx, heightPx };
  } catch (error) {
    // The browser cannot display what it cannot decode.
    if (error instanceof DOMException) return null;
    throw error;
  }
}

/** File size that recipients load, in bytes; null if the browser may not read it. */
export async function measurePictureWeight(url: string): Promise<number | null> {
  try {
    const answer = await fetch(url);
    return answer.ok ? (await answer.blob()).size : null;
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}
