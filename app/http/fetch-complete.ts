/** The content type of Remix page data. */
const DATA_TYPE = "text/x-script";

/**
 * A `fetch` that resolves page data only when complete. A click may abort a load at any time: Remix
 * ignores an aborted request, but reports an error when reading the response is aborted. No page
 * streams data, so nothing waits longer.
 *
 * @param load a `fetch`; an abort before the last byte rejects as usual
 */
export function fetchComplete(load: typeof globalThis.fetch): typeof globalThis.fetch {
  return async (input, init) => {
    const answer = await load(input, init);
    const isData = answer.headers.get("content-type")?.startsWith(DATA_TYPE);
    if (!isData || answer.body === null) return answer;
    const { status, statusText, headers } = answer;
    return new Response(await answer.arrayBuffer(), { status, statusText, headers });
  };
}
