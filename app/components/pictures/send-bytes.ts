import type { UploadTarget } from "~/messages/pictures/shop-pictures.server";

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
export function sendBytes(
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
