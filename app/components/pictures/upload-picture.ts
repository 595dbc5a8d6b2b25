import { PICTURE_TYPES, uploadName, type PictureKind } from "~/messages/pictures/picture-file";
import type {
  addPicture,
  AddedPicture,
  FilesRefusal,
  prepareUpload,
} from "~/messages/pictures/shop-pictures.server";
import type { ShopPicture } from "~/messages/pictures/shop-picture";
import { requestPictures } from "./request-pictures";
import { sendBytes } from "./send-bytes";

export interface PictureToSend {
  readonly file: File;
  readonly kind: PictureKind;
  /** Alternative text; Shopify stores it with the file. */
  readonly alt: string;
}

export type UploadStep =
  | { readonly kind: "sending"; readonly share: number }
  /** Shopify has the file and is processing it. */
  | { readonly kind: "processing" };

const POLL_MS = 1_000;
/** Shopify processes an image in one or two seconds. */
const MAX_POLLS = 60;

const CUT_OFF = "The upload was cut off. Check the connection and try again.";
const REJECTED =
  "Shopify did not take the upload. Try again; if it stays so, save the picture anew.";
const STILL_PROCESSING =
  "Shopify is still working on the picture. In a moment it is among your files: choose it from there.";

/**
 * Adds an image to the shop's files: requests an upload target, uploads it, creates the file, and waits until it is
 * ready.
 * @throws DOMException AbortError when `signal` aborts
 */
export async function uploadPicture(
  { file, kind, alt }: PictureToSend,
  options: { readonly onStep: (step: UploadStep) => void; readonly signal: AbortSignal },
): Promise<{ readonly kind: "ready"; readonly picture: ShopPicture } | FilesRefusal> {
  const { onStep, signal } = options;
  onStep({ kind: "sending", share: 0 });
  const { mimeType } = PICTURE_TYPES[kind];
  const prepared = await requestPictures<Awaited<ReturnType<typeof prepareUpload>>>(
    "/app/pictures/upload",
    { body: { fileName: uploadName(file.name, kind), mimeType, bytes: file.size }, signal },
  );
  if (prepared.kind !== "target") return prepared;

  // The type comes from the first bytes, since the storage accepts only the announced type and the browser guesses it
  // from the file name.
  const outcome = await sendBytes(prepared.target, file.slice(0, file.size, mimeType), {
    onShare: (share) => onStep({ kind: "sending", share }),
    signal,
  });
  if (outcome !== "sent") {
    return { kind: "refused", problem: outcome === "cut_off" ? CUT_OFF : REJECTED };
  }
  onStep({ kind: "processing" });
  const added = await requestPictures<Awaited<ReturnType<typeof addPicture>>>(
    "/app/pictures/file",
    {
      body: { source: prepared.target.source, alt },
      signal,
    },
  );
  if (added.kind !== "added") return added;

  const question = `/app/pictures/file?${new URLSearchParams({ id: added.fileId }).toString()}`;
  for (let poll = 0; poll < MAX_POLLS; poll++) {
    await wait(POLL_MS);
    const now = await requestPictures<AddedPicture>(question, { signal });
    if (now.kind !== "processing") return now;
  }
  return { kind: "refused", problem: STILL_PROCESSING };
}

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
