import { expect, test } from "vitest";
import { fetchComplete } from "~/http/fetch-complete";

/** A response whose second half arrives on release, or never after an abort. */
function halfAnswer(type: string, signal: AbortSignal) {
  let letGo = () => {};
  const body = new ReadableStream<Uint8Array>({
    start(stream) {
      const bytes = new TextEncoder();
      stream.enqueue(bytes.encode("first "));
      letGo = () => {
        stream.enqueue(bytes.encode("second"));
        stream.close();
      };
      signal.addEventListener("abort", () => stream.error(signal.reason));
    },
  });
  const answer = new Response(body, {
    status: 202,
    headers: { "content-type": type, "x-kept": "1" },
  });
  return { fetch: () => Promise.resolve(answer), letGo: () => letGo() };
}

test("returns a page's data unchanged once it is complete", async () => {
  const { fetch, letGo } = halfAnswer("text/x-script; charset=utf-8", new AbortController().signal);
  let isThere = false;
  const requested = fetchComplete(fetch)("/app.data").then((answer) => {
    isThere = true;
    return answer;
  });
  // Work without further input is done by then.
  await new Promise((resolve) => setImmediate(resolve));
  expect(isThere).toBe(false);
  letGo();
  const answer = await requested;
  expect([answer.status, answer.headers.get("x-kept")]).toEqual([202, "1"]);
  expect(await answer.text()).toBe("first second");
});

test("rejects when the response is aborted halfway", async () => {
  const ending = new AbortController();
  const { fetch } = halfAnswer("text/x-script", ending.signal);
  const requested = fetchComplete(fetch)("/app.data");
  ending.abort();
  await expect(requested).rejects.toMatchObject({ name: "AbortError" });
});

test("passes every other response through", async () => {
  const { fetch } = halfAnswer("text/event-stream", new AbortController().signal);
  expect(await fetchComplete(fetch)("/events")).toBe(await fetch());
});
