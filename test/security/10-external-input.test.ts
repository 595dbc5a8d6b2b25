import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { createServer, request as ask, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import express from "express";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { DISABLE_EVAL_SCRIPT } from "~/components/no-eval";
import { redactAddresses } from "~/delivery/email";
import { addDocumentHeaders, secureLibraryPage } from "~/http/document-headers.server";
import { createLog, redactLine } from "~/lib/log.server";
import { replaceAddresses } from "~/lib/replace-addresses";
import { createApp } from "../../scripts/create-app";
import { DIRECT_ROUTES } from "../../scripts/direct-routes";
import { answerUnexpectedError } from "../../scripts/reject-malformed";
import { buildOf } from "../support/build-of";
import { traceRequest } from "~/lib/traces.server";

describe("a request with an invalid URL", () => {
  const folder = mkdtempSync(join(tmpdir(), "kindred-client-"));
  let server: Server;
  beforeAll(async () => {
    mkdirSync(join(folder, "assets"));
    const module = {
      loader: () => new Response("read"),
      action: () => new Response("read"),
    };
    const build = buildOf({ modules: { page: module } });
    const plain = { ...module, default: undefined };
    for (const id of DIRECT_ROUTES) {
      const path = id.replace("routes/", "").replaceAll(".", "/").replace("$", ":");
      build.routes[id] = { id, parentId: "root", path, module: plain };
    }
    const app = createApp(build, {
      trustedProxies: ["loopback"],
      ...{ clientFolder: folder, trackRequest: () => () => undefined },
      requestLog: {
        share: 0,
        isOutage: () => false,
        write: () => undefined,
        measure: () => undefined,
        trace: traceRequest,
      },
      logError: () => undefined,
    });
    server = createServer(app).listen(0, "127.0.0.1");
    await once(server, "listening");
  });
  afterAll(() => {
    server.close();
    rmSync(folder, { recursive: true });
  });

  async function statusOf(path: string, headers: Readonly<Record<string, string>> = {}) {
    const { port } = server.address() as AddressInfo;
    const outgoing = ask({ port, host: "127.0.0.1", method: "POST", path, headers, agent: false });
    const [incoming] = (await once(outgoing.end(), "response")) as [IncomingMessage];
    incoming.resume();
    return incoming.statusCode;
  }

  const PATHS = ["/webhooks", "/page"];

  test.each([
    { "X-Forwarded-Host": "]" },
    { "X-Forwarded-Host": `]${"a".repeat(8_000)}` },
    { "X-Forwarded-Host": "a b" },
    { "X-Forwarded-Host": "evil.com/x" },
    { "X-Forwarded-Host": "user@evil.com" },
    { "X-Forwarded-Host": "kindred.example:99999" },
    { "X-Forwarded-Proto": "][" },
    { Host: "]]::" },
    { Host: "a%00b" },
    { Host: "[::1" },
  ])("caused by its header is answered 400 on every route (%#)", async (headers) => {
    for (const path of PATHS) expect(await statusOf(path, headers), path).toBe(400);
  });

  test.each(["?q=%00", "?shop=a&after=x%00y", "/%00", "/%E0%A4%A", "/%"])(
    "caused by %s is answered 400 on every route",
    async (end) => {
      for (const path of PATHS) expect(await statusOf(`${path}${end}`), path).toBe(400);
    },
  );

  test("is not one with a proxy, an address or another port", async () => {
    for (const headers of [
      { Host: "kindred.example.com" },
      { Host: "127.0.0.1:3000" },
      { Host: "[::1]:3000" },
      { Host: "a_b.example." },
      { "X-Forwarded-Host": "kindred.example.com:8443" },
      { "X-Forwarded-Host": "kindred.example.com, inner.example", "X-Forwarded-Proto": "https" },
    ]) {
      for (const path of [...PATHS, "/page?q=a%20b&x=%ff"]) {
        expect(await statusOf(path, headers), JSON.stringify(headers)).toBe(200);
      }
    }
  });
});

test("an unhandled error goes to the log, and not to standard error", async () => {
  const error = new Error("no mailbox ada@example.com");
  const logged: unknown[] = [];
  const app = express();
  app.get("/", () => {
    throw error;
  });
  app.use(answerUnexpectedError((it) => void logged.push(it)));
  const written = vi.spyOn(console, "error");
  const server = app.listen(0, "127.0.0.1");
  await once(server, "listening");
  const answer = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  expect([answer.status, await answer.text()]).toEqual([500, ""]);
  expect(logged).toEqual([error]);
  expect(written).not.toHaveBeenCalled();
  server.close();
});

describe("a log line", () => {
  afterEach(() => vi.restoreAllMocks());

  const LENGTH = 65_536;
  const fill = (part: string) => part.repeat(Math.ceil(LENGTH / part.length)).slice(0, LENGTH);

  test.each([
    ["without an address", fill("a")],
    ["of many @", fill("@")],
    ["of many addresses without a domain", fill("a@")],
    ["of a long name", `${fill("a")}@example.com`],
    ["of a long domain", `ada@${fill("a")}`],
    ["of domains without an end", fill("a@b.c")],
    ["of many addresses", fill("ada@example.com, ")],
  ])("%s is scanned in linear time", (_what, line) => {
    const looks = vi.spyOn(String.prototype, "charCodeAt");
    replaceAddresses(line, "*", { withoutTopLevel: false });
    replaceAddresses(line, "*", { withoutTopLevel: true });
    expect(looks.mock.calls.length).toBeLessThanOrEqual(2 * 2 * (line.length + 1));
  });

  test.each([
    ["ada@example.com", "[email]"],
    ["<ada@example.com>, bob@example.org;", "<[email]>, [email];"],
    [
      String.raw`{"msg":"a\nada@example.com\nbob@example.com\" x"}`,
      String.raw`{"msg":"[email][email]\" x"}`,
    ],
    ["react@18.3.1", "react@18.3.1"],
    ["a@b@example.com", "[email]"],
  ])("%s becomes %s", (line, struck) => {
    expect(redactLine(line)).toBe(struck);
  });

  test("stays JSON when an error quotes an address at the end of a line or before a quotation mark", () => {
    const lines: string[] = [];
    const log = createLog("info", { write: (line) => void lines.push(line) });
    log.error(
      { err: new Error('to "ada@example.com"\nbob@example.com\n\u0007c@example.com') },
      "x",
    );
    const written = JSON.parse(lines.join("")) as { err: { message: string } };
    expect(written.err.message).not.toContain("example.com");
  });

  test("with a session token is redacted across line breaks, in linear time", () => {
    expect(redactLine(String.raw`{"a":"x\neyJhbGciOi.eyJpc3Mi.c2ln"}`)).toBe(
      String.raw`{"a":"x\n[token]"}`,
    );
    expect(redactLine("eyJ-eyJ-eyJ-a.b")).toBe("eyJ-eyJ-eyJ-a.b");
  });

  test("a provider's reason contains no address, for any domain", () => {
    expect(redactAddresses("550 <root@localhost> unknown; ada@mail.example")).toBe(
      "550 <(address)> unknown; (address)",
    );
  });
});

describe("the content security policy of a page", () => {
  const shopify = {
    ...{ apiKey: "k", apiSecret: "s", apiSecretOld: null, appBridgeUrl: null },
    appUrl: "https://kindred.example.com",
  };
  const urlOf = (shop: string) =>
    `https://kindred.example.com/auth/session-token?shop=${encodeURIComponent(shop)}`;
  const HOSTILE = [
    "evil.com; script-src *",
    "evil.com",
    "acme.myshopify.com evil.com",
    "acme.myshopify.com.evil.com",
    "acme.myshopify.com\n",
    "*.myshopify.com",
    "",
  ];

  test.each(HOSTILE)("contains nothing of the shop %j", (shop) => {
    const url = urlOf(shop);
    const page = new Headers({
      "Content-Security-Policy": `frame-ancestors https://${shop.trim()}`,
    });
    addDocumentHeaders(page, { url, nonce: "n", shopify });
    expect(page.get("Content-Security-Policy")).toMatch(/; frame-ancestors 'none'$/);
    expect(page.get("Content-Security-Policy")).not.toContain("evil");

    const library = new Response("bounce", { headers: page });
    const { headers } = secureLibraryPage(library, url, shopify);
    expect(headers.get("Content-Security-Policy")).toBe("frame-ancestors 'none'");
    expect(headers.get("X-Content-Type-Options")).toBe("nosniff");
  });
});

/** A new thread has loaded nothing yet, like a browser before its first script. */
const COUNT_COMPILED = `
  const { parentPort, workerData } = require("node:worker_threads");
  let compiled = 0;
  globalThis.Function = new Proxy(Function, {
    construct: (...call) => (compiled++, Reflect.construct(...call)),
  });
  (0, eval)(workerData);
  import("zod").then(({ z }) => {
    z.object({ a: z.string() }).parse({ a: "x" });
    parentPort.postMessage(compiled);
  });`;

test.each([
  ["tries whether it may compile code, without what a page begins with", "", 1],
  ["does not try", DISABLE_EVAL_SCRIPT, 0],
])("rejects a schema %s", async (_what, script, least) => {
  const thread = new Worker(COUNT_COMPILED, { eval: true, workerData: script });
  const [compiled] = (await once(thread, "message")) as [number];
  await thread.terminate();
  if (least === 0) expect(compiled).toBe(0);
  else expect(compiled).toBeGreaterThanOrEqual(least);
});
