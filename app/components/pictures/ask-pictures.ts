import type { FilesRefusal } from "~/messages/pictures/shop-pictures.server";

const NO_CONNECTION = "No answer came. Check the connection and try again.";
const NO_ANSWER = "Shopify did not answer. Try again in a moment.";

/**
 * Asks a route of pictures; that no answer comes is said as a refusal is. With `body` it is a POST.
 *
 * @throws DOMException AbortError when `signal` says so
 */
export async function askPictures<T>(
  url: string,
  { body, signal }: { readonly body?: unknown; readonly signal: AbortSignal },
): Promise<T | FilesRefusal> {
  try {
    const answer = await fetch(url, {
      signal,
      ...(body !== undefined && {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      }),
    });
    return (await answer.json()) as T | FilesRefusal;
  } catch (error) {
    signal.throwIfAborted();
    // A fault of the server's has no body.
    const problem = error instanceof SyntaxError ? NO_ANSWER : NO_CONNECTION;
    return { kind: "refused", problem };
  }
}
