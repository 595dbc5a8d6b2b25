import type { lookup } from "node:dns";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { postHook } from "~/delivery/actions/post-hook.server";
import { createLocalNetwork } from "../../support/local-network";

/** A local receiver without TLS: the test covers where a request goes and which parts of the response count. */
let server: Server;
let port: number;
let got: { path: string; body: string; id: string | undefined }[];
let answer: number | "never";
let retryAfter: { "retry-after"?: string };

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      got.push({
        path: request.url ?? "",
        body,
        id: request.headers["webhook-id"] as string | undefined,
      });
      if (answer === "never") return;
      response.writeHead(answer, { location: "http://127.0.0.1/elsewhere", ...retryAfter });
      response.end("x".repeat(10_000));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  got = [];
  answer = 204;
  retryAfter = {};
});

const CALL = { url: "https://hooks.example.com/in", headers: { "webhook-id": "a1" }, body: "{}" };

const network = (addresses: string[], timeoutMs?: number) =>
  createLocalNetwork(port, { addresses, ...(timeoutMs && { timeoutMs }) });

describe("a webhook's request", () => {
  test("connects to the resolved address and reads only the status", async () => {
    const { network: net, resolved, connected } = network(["93.184.215.14"]);
    expect(await postHook(CALL, net)).toEqual({ kind: "status", status: 204 });
    expect(got).toEqual([{ path: "/in", body: "{}", id: "a1" }]);
    expect(resolved).toEqual(["hooks.example.com"]);
    expect(connected).toEqual(["93.184.215.14"]);
  });

  test.each([
    [["127.0.0.1"]],
    [["10.0.0.7"]],
    [["169.254.169.254"]],
    [["::1"]],
    [["93.184.215.14", "10.0.0.7"]],
    [[]],
  ])("does not connect when the name resolves to %j", async (addresses) => {
    const { network: net } = network(addresses);
    expect(await postHook(CALL, net)).toEqual({ kind: "no_answer", reason: "address_not_public" });
    expect(got).toEqual([]);
  });

  test("does not connect to a literal private address", async () => {
    const { network: net, resolved } = network(["93.184.215.14"]);
    const call = { ...CALL, url: "https://127.0.0.1/in" };
    expect(await postHook(call, net)).toEqual({ kind: "no_answer", reason: "address_not_public" });
    expect(resolved).toEqual([]);
  });

  test("follows no redirect", async () => {
    answer = 302;
    const { network: net } = network(["93.184.215.14"]);
    expect(await postHook(CALL, net)).toEqual({ kind: "status", status: 302 });
    expect(got).toHaveLength(1);
  });

  test.each([
    ["120", { retryAfterMs: 120_000 }],
    ["Wed, 21 Oct 2026 07:28:00 GMT", {}],
    ["-1", {}],
  ])("reads how long to wait: %s", async (value, expected) => {
    answer = 503;
    retryAfter = { "retry-after": value };
    const { network: net } = network(["93.184.215.14"]);
    expect(await postHook(CALL, net)).toEqual({ kind: "status", status: 503, ...expected });
  });

  test("times out when the receiver does not answer", async () => {
    answer = "never";
    const { network: net } = network(["93.184.215.14"], 100);
    expect(await postHook(CALL, net)).toEqual({ kind: "no_answer", reason: "timed_out" });
  });

  test("reports an unknown host name", async () => {
    const { network: net } = network([]);
    const unknown = ((_host: string, _options: object, callback: (error: Error) => void) => {
      callback(new Error("ENOTFOUND"));
    }) as unknown as typeof lookup;
    expect(await postHook(CALL, { ...net, lookup: unknown })).toEqual({
      kind: "no_answer",
      reason: "unreachable",
    });
  });
});
