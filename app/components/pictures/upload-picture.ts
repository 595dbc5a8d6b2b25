import { PICTURE_TYPES, uploadName, type PictureKind } from "~/messages/pictures/picture-file";
import type {
  addPicture,
  AddedPicture,
  FilesRefusal,
  prepareUpload,
  UploadTarget,
} from "~/messages/pictures/shop-pictures.server";
import type { ShopPicture } from "~/messages/pictures/shop-picture";
import { requestPictures } from "./request-pictures";

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

/** `no_access`: the merchant has withdrawn the access to the shop's files. */
export type UploadProblem =
  | Extract<FilesRefusal, { kind: "refused" }>["problem"]
  | "no_access"
  | "cut_off"
  | "upload_rejected"
  | "still_processing";

type Uploaded =
  | { readonly kind: "ready"; readonly picture: ShopPicture }
  | { readonly kind: "refused"; readonly problem: UploadProblem };

/**
 * Adds an image to the shop's files: requests an upload target, uploads it, creates the file, and waits until it is
 * ready.
 * @throws DOMException AbortError when `signal` aborts
 */
export async function uploadPicture(
  { file, kind, alt }: PictureToSend,
  options: { readonly onStep: (step: UploadStep) => void; readonly signal: AbortSignal },
): Promise<Uploaded> {
  const { onStep, signal } = options;
  onStep({ kind: "sending", share: 0 });
  const { mimeType } = PICTURE_TYPES[kind];
  const prepared = await requestPictures<Awaited<ReturnType<typeof prepareUpload>>>(
    "/app/pictures/upload",
    { body: { fileName: uploadName(file.name, kind), mimeType, bytes: file.size }, signal },
  );
  if (prepared.kind !== "target") return refusedUpload(prepared);

  // The type comes from the first bytes, since the storage accepts only the announced type and the browser guesses it
  // from the file name.
  const outcome = await sendBytes(prepared.target, file.slice(0, file.size, mimeType), {
    onShare: (share) => onStep({ kind: "sending", share }),
    signal,
  });
  if (outcome !== "sent") {
    const problem = outcome === "cut_off" ? "cut_off" : "upload_rejected";
    return { kind: "refused", problem };
  }
  onStep({ kind: "processing" });
  const added = await requestPictures<Awaited<ReturnType<typeof addPicture>>>(
    "/app/pictures/file",
    {
      body: { source: prepared.target.source, alt },
      signal,
    },
  );
  if (added.kind !== "added") return refusedUpload(added);

  const question = `/app/pictures/file?${new URLSearchParams({ id: added.fileId }).toString()}`;
  for (let poll = 0; poll < MAX_POLLS; poll++) {
    await wait(POLL_MS);
    const now = await requestPictures<AddedPicture>(question, { signal });
    if (now.kind === "ready") return now;
    if (now.kind !== "processing") return refusedUpload(now);
  }
  return { kind: "refused", problem: "still_processing" };
}

const refusedUpload = (refusal: FilesRefusal): Uploaded => ({
  kind: "refused",
  problem: refusal.kind === "refused" ? refusal.problem : "no_access",
});

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

interface SendOptions {
  /** @param share fraction of bytes sent, in [0, 1] */
  readonly onShare: (share: number) => void;
  readonly signal: AbortSignal;
}

/**
 * Uploads a file from the browser to Shopify's storage. Uses XMLHttpRequest, since `fetch` reports no upload
 * progress.
 * @throws DOMException AbortError when `signal` aborts
 */
function sendBytes(
  { url, parameters }: UploadTarget,
  file: Blob,
  { onShare, signal }: SendOptions,
): Promise<"sent" | "refused" | "cut_off"> {
  const form = new FormData();
  for (const { name, value } of parameters) form.append(name, value);
  // Fields after the file are ignored.
  form.append("file", file);
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.upload.onprogress = ({ loaded, total }) => onShare(total > 0 ? loaded / total : 0);
    request.onload = () => resolve(request.status < 300 ? "sent" : "refused");
    request.onerror = () => resolve("cut_off");
    request.onabort = () => reject(new DOMException("The upload was stopped", "AbortError"));
    signal.addEventListener("abort", () => request.abort(), { once: true });
    request.open("POST", url);
    request.send(form);
  });
}
