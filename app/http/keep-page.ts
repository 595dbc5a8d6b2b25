/** Event of `window`: a request of the page got no response. Its detail is the method of the request. */
export const NO_RESPONSE = "kindred:no-response";

const RETRY_MS = 3_000;
/** Of a proxy whose server is being restarted. */
const PROXY_ERRORS = [502, 503, 504];
const DATA_TYPE = "text/x-script";
/** Remix's notation for an action without a result. */
const NO_RESULT = '[{"_1":-5},"data"]\n';

/**
 * A `fetch` that keeps the page when the connection is lost. Remix would replace the page by an error, with all that was
 * typed into it. Data is requested again until it arrives. An action may have been carried out, so it is not repeated:
 * it ends without a result, with a status after which Remix does not load the page's data again.
 *
 * @param load a `fetch`
 * @param report is called once for each request without a response
 */
export function keepPage(
  load: typeof globalThis.fetch,
  report: (method: string) => void,
  retryMs = RETRY_MS,
): typeof globalThis.fetch {
  return async (input, init) => {
    const url = input instanceof Request ? input.url : String(input);
    if (!/\.data(\?|$)/.test(url)) return load(input, init);
    const { method = "GET", signal = null } = init ?? {};
    for (let attempt = 1; ; attempt++) {
      const answer = await load(input, init).catch((error: unknown) => {
        if (signal?.aborted) throw error;
        return null;
      });
      if (answer !== null && !isOfProxy(answer)) return answer;
      if (attempt === 1) report(method);
      if (method !== "GET") {
        return new Response(NO_RESULT, { status: 503, headers: { "content-type": DATA_TYPE } });
      }
      await pause(retryMs, signal);
    }
  };
}

const isOfProxy = ({ status, headers }: Response) =>
  PROXY_ERRORS.includes(status) && !headers.get("content-type")?.startsWith(DATA_TYPE);

/** Rejects when the request is aborted. */
function pause(ms: number, signal: AbortSignal | null): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal?.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(new DOMException("The request was aborted", "AbortError"));
    });
  });
}
