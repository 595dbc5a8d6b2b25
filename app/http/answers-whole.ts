/** What Remix calls a page's data. */
const DATA_TYPE = "text/x-script";

/**
 * A `fetch` that gives a page's data only when all of it is there. A click may
 * end a load at any time; Remix keeps quiet when that ends the request, but
 * reports an error when it ends the reading of the answer. No page of ours
 * streams its data, so nothing waits for longer.
 *
 * @param ask a `fetch`; an abort before the last byte rejects as it would
 */
export function answersWhole(ask: typeof globalThis.fetch): typeof globalThis.fetch {
  return async (input, init) => {
    const answer = await ask(input, init);
    const isData = answer.headers.get("content-type")?.startsWith(DATA_TYPE);
    if (!isData || answer.body === null) return answer;
    const { status, statusText, headers } = answer;
    return new Response(await answer.arrayBuffer(), { status, statusText, headers });
  };
}
