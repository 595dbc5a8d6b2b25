import { expect, test } from "vitest";
import { keepPage } from "~/http/keep-page";

const PAGE = "https://app.example/app/flows.data?_routes=x";
const LOST = new TypeError("Failed to fetch");
const dataOf = (text: string) =>
  new Response(text, { headers: { "content-type": "text/x-script; charset=utf-8" } });

/** A `fetch` that gives one outcome after the other, and what it reported. */
function connection(...outcomes: (Response | Error)[]) {
  const reported: string[] = [];
  let requests = 0;
  const load = () => {
    const outcome = outcomes[requests++] ?? LOST;
    return outcome instanceof Error ? Promise.reject(outcome) : Promise.resolve(outcome);
  };
  const fetch = keepPage(load, (method) => reported.push(method), 0);
  return { fetch, reported, requests: () => requests };
}

test("requests a page's data until it arrives, and reports once", async () => {
  const proxy = new Response("<h1>Bad gateway</h1>", { status: 502 });
  const { fetch, reported } = connection(LOST, proxy, dataOf("data"));
  expect(await (await fetch(PAGE)).text()).toBe("data");
  expect(reported).toEqual(["GET"]);
});

test("sends an action once, which ends without a result", async () => {
  const { fetch, reported, requests } = connection(LOST, dataOf("second"));
  const answer = await fetch(PAGE, { method: "POST" });
  expect([answer.status, requests()]).toEqual([503, 1]);
  expect(reported).toEqual(["POST"]);
});

test("stops when the request is aborted", async () => {
  const ending = new AbortController();
  const { fetch, reported } = connection();
  const requested = fetch(PAGE, { signal: ending.signal });
  ending.abort(new DOMException("left", "AbortError"));
  await expect(requested).rejects.toMatchObject({ name: "TypeError" });
  expect(reported).toEqual([]);
});

test("leaves other requests, and answers of the app, as they are", async () => {
  const { fetch, reported } = connection(LOST, dataOf("refused"));
  await expect(fetch("https://app.example/app/emails/preview")).rejects.toBe(LOST);
  expect(await (await fetch(PAGE, { method: "POST" })).text()).toBe("refused");
  expect(reported).toEqual([]);
});
