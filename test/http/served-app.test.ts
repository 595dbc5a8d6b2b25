import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, request as ask, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliDecompressSync, createBrotliDecompress, gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createApp } from "../../scripts/create-app";
import { DIRECT_ROUTES } from "../../scripts/direct-routes";
import { buildOf, type RouteModule } from "../support/build-of";
import { traceRequest } from "~/lib/traces.server";

const TEXT = "Kindred. ".repeat(1_000);
const page = { default: () => null };
const inPlainText = (headers: Readonly<Record<string, string>> = {}) =>
  new Response(TEXT, { headers: { "content-type": "text/plain", ...headers } });

const unforeseen: unknown[] = [];
let folder: string;
let server: Server;
let port: number;
let streamed: PromiseWithResolvers<undefined>;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "kindred-client-"));
  mkdirSync(join(folder, "assets"));
  writeFileSync(join(folder, "assets/page-1.js"), TEXT);
  const build = buildOf({
    modules: {
      "a/page": { ...page, loader: () => ({ text: TEXT }) },
      "a/text": { loader: () => inPlainText() },
      "left/alone": { loader: () => inPlainText({ "cache-control": "no-store, no-transform" }) },
    },
    renderDocument: (status) =>
      new Response(stream(), { status, headers: { "content-type": "text/html" } }),
  });
  const direct: RouteModule = { loader: () => inPlainText(), action: () => inPlainText() };
  for (const id of DIRECT_ROUTES) {
    const path = id.replace("routes/", "").replaceAll(".", "/").replace("$", ":");
    build.routes[id] = { id, parentId: "root", path, module: { ...page, ...direct } };
  }
  const app = createApp(build, {
    ...{ clientFolder: folder, trackRequest: () => () => undefined },
    requestLog: {
      share: 0,
      isOutage: () => false,
      write: () => undefined,
      measure: () => undefined,
      trace: traceRequest,
    },
    logError: (error) => void unforeseen.push(error),
    trustedProxies: [],
  });
  server = createServer(app).listen(0, "127.0.0.1");
  await once(server, "listening");
  ({ port } = server.address() as AddressInfo);
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true });
});

/** A document whose second part arrives under the test's control. */
function stream(): ReadableStream<Uint8Array> {
  const bytes = new TextEncoder();
  streamed = Promise.withResolvers();
  return new ReadableStream({
    async start(controller) {
      controller.enqueue(bytes.encode("<!DOCTYPE html>the shell"));
      await streamed.promise;
      controller.enqueue(bytes.encode("the rest"));
      controller.close();
    },
  });
}

async function open(path: string, { method = "GET", accepted = "gzip, deflate, br" } = {}) {
  const headers = { "accept-encoding": accepted };
  const outgoing = ask({ port, host: "127.0.0.1", method, path, headers, agent: false }).end();
  const [incoming] = (await once(outgoing, "response")) as [IncomingMessage];
  return incoming;
}

async function get(path: string, options: Parameters<typeof open>[1] = {}) {
  const incoming = await open(path, options);
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return { status: incoming.statusCode, headers: incoming.headers, body: Buffer.concat(chunks) };
}

describe("Remix responses", () => {
  test.each([
    ["br", "gzip, deflate, br", brotliDecompressSync],
    ["gzip", "gzip, deflate", gunzipSync],
  ])("are compressed by %s, with a Vary header", async (name, accepted, open) => {
    for (const path of ["/a/text", "/a/page.data"]) {
      const { headers, body } = await get(path, { accepted });
      expect(headers, path).toMatchObject({ "content-encoding": name, vary: "Accept-Encoding" });
      expect(body.length).toBeLessThan(TEXT.length / 10);
      expect(open(body).toString()).toContain(TEXT);
    }
  });

  test("are compressed in chunks: the shell of a page is sent before its rest", async () => {
    const incoming = await open("/a/page");
    expect(incoming.headers["content-encoding"]).toBe("br");
    const decompressed = incoming.pipe(createBrotliDecompress()).setEncoding("utf8");
    const parts = decompressed[Symbol.asyncIterator]();
    expect(await parts.next()).toMatchObject({ value: "<!DOCTYPE html>the shell" });
    streamed.resolve(undefined);
    expect(await parts.next()).toMatchObject({ value: "the rest" });
    expect((await parts.next()).done).toBe(true);
  });

  test.each([
    ["that may not be transformed", "/left/alone", {}],
    ["to a sender that takes no encoding", "/a/text", { accepted: "identity" }],
    ["without a body", "/a/text", { method: "HEAD" }],
  ])("are not compressed %s", async (_what, path, options) => {
    const { status, headers } = await get(path, options);
    expect([status, headers["content-encoding"]]).toEqual([200, undefined]);
  });
});

test.each([
  ["GET", "/c/token"],
  ["GET", "/o/token"],
  ["POST", "/webhooks"],
  ["POST", "/flow-actions/start-flow"],
])("%s %s is answered directly, and not compressed", async (method, path) => {
  const { status, headers, body } = await get(path, { method });
  expect([status, headers["content-encoding"]]).toEqual([200, undefined]);
  // Remix would send it chunked, without a length.
  expect(headers["content-length"]).toBe(String(TEXT.length));
  expect(body.toString()).toBe(TEXT);
});

test("serves only the assets of the build", async () => {
  expect((await get("/assets/page-1.js")).body.toString()).toBe(TEXT);
  expect((await open("/assets/page-1.js.map")).statusCode).toBe(404);
});
