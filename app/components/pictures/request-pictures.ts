import type { FilesRefusal } from "~/messages/pictures/shop-pictures.server";
import { postJson } from "../post-json";

/**
 * Calls a picture route; a missing response counts as a refusal. With `body` it is a POST.
 *
 * @throws DOMException AbortError when `signal` says so
 */
export async function requestPictures<T>(
  url: string,
  { body, signal }: { readonly body?: unknown; readonly signal: AbortSignal },
): Promise<T | FilesRefusal> {
  try {
    if (body !== undefined) return await postJson(url, body, signal);
    return (await (await fetch(url, { signal })).json()) as T | FilesRefusal;
  } catch (error) {
    signal.throwIfAborted();
    // A server error has no body.
    const problem = error instanceof SyntaxError ? "shopify_unavailable" : "no_response";
    return { kind: "refused", problem };
  }
}
