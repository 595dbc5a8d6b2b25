import type { lookup } from "node:dns";
import { createServer, request as httpRequest, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { postHook } from "~/delivery/actions/post-hook.server";

/** A local receiver without TLS: the test covers where a request goes and which parts of the response count. */
let server: Server;
let port: number;
let got: { path: string; body: string; id: string | undefined }[];
let answer: number | "never";

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
      response.writeHead(answer, { location: "http://127.0.0.1/elsewhere" });
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
});

const CALL = { url: "https://hooks.example.com/in", headers: { "webhook-id": "a1" }, body: "{}" };

/** The network, with the receiver behind every public name. The time limit is ample for any machine. */
function network(addresses: string[], timeoutMs = 60_000) {
  const resolved: string[] = [];
  const connected: (string | undefined)[] = [];
  const resolve = ((
    hostname: string,
    _options: object,
    callback: (...given: unknown[]) => void,
  ) => {
    resolved.push(hostname);
    callback(
      null,
      addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 })),
    );
  }) as unknown as typeof lookup;
  const request = ((url: string, options: object, answered: never) => {
    const { lookup: guarded } = options as { lookup: (...given: unknown[]) => void };
    const { hostname, pathname } = new URL(url);
    // The socket checks the guard before it connects, regardless of earlier checks.
    return httpRequest(
      {
        ...options,
        hostname,
        port,
        path: pathname,
        lookup: (host, lookupOptions, callback) => {
          guarded(host, { ...lookupOptions, all: true }, (error: Error | null, found: unknown) => {
            if (error) {
              callback(error, "");
              return;
            }
            connected.push((found as { address: string }[])[0]?.address);
            callback(null, [{ address: "127.0.0.1", family: 4 }]);
          });
        },
      },
      answered,
    );
  }) as never;
  return { network: { request, lookup: resolve, timeoutMs }, resolved, connected };
}

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
