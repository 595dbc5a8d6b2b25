import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, request as ask, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import express from "express";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { compressAssets } from "../../scripts/assets/compress-assets";
import { serveAssets } from "../../scripts/assets/serve-assets";

const SCRIPT = `console.log(${JSON.stringify("kindred ".repeat(200))});`;
const STYLES = ".a { color: red }\n".repeat(100);

let root: string;
let assets: string;
let cache: string;
let server: Server;
let port: number;
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), "kindred-assets-"));
  [assets, cache] = [join(root, "assets"), join(root, "cache")];
  mkdirSync(assets);
  writeAssets({ "page-1.js": SCRIPT, "styles-1.css": STYLES, "tiny-1.js": "1", "dot.png": "png" });
  await compressAssets(assets, { cache });
  const app = express().use("/assets", serveAssets(assets));
  server = createServer(app).listen(0, "127.0.0.1");
  await once(server, "listening");
  ({ port } = server.address() as AddressInfo);
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
  rmSync(root, { recursive: true });
});

function writeAssets(files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(assets, name), text);
}

async function get(path: string, headers: Readonly<Record<string, string>> = {}) {
  const outgoing = ask({ port, host: "127.0.0.1", path, headers, agent: false }).end();
  const [incoming] = (await once(outgoing, "response")) as [IncomingMessage];
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return { status: incoming.statusCode, headers: incoming.headers, body: Buffer.concat(chunks) };
}

describe("an asset", () => {
  test.each([
    [
      "br, the smallest that a browser takes",
      "gzip, deflate, br, zstd",
      "br",
      brotliDecompressSync,
    ],
    ["gzip, for a browser that takes no brotli", "gzip, deflate", "gzip", gunzipSync],
    ["gzip, for a browser that refuses brotli", "br;q=0, gzip", "gzip", gunzipSync],
  ])("is sent as %s", async (_what, accepted, encoding, decompress) => {
    const { status, headers, body } = await get("/assets/page-1.js", {
      "accept-encoding": accepted,
    });
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      "content-encoding": encoding,
      "content-type": "application/javascript; charset=utf-8",
      "cache-control": "public, max-age=31536000, immutable",
      vary: "Accept-Encoding",
    });
    expect(body.length).toBeLessThan(SCRIPT.length / 4);
    expect(decompress(body).toString()).toBe(SCRIPT);
  });

  test("is sent uncompressed to clients without encodings", async () => {
    const { headers, body } = await get("/assets/styles-1.css");
    expect(headers).toMatchObject({
      "content-type": expect.stringMatching(/^text\/css; charset=utf-8$/i) as string,
      vary: "Accept-Encoding",
    });
    expect(headers).not.toHaveProperty("content-encoding");
    expect(body.toString()).toBe(STYLES);
  });

  test.each(["/assets/tiny-1.js", "/assets/dot.png"])(
    "%s has no alternative encodings",
    async (path) => {
      const { status, headers } = await get(path, { "accept-encoding": "br, gzip" });
      expect([status, headers["content-encoding"]]).toEqual([200, undefined]);
    },
  );

  test.each(["/assets/none.js", "/assets/page-1.js/", "/assets/..%2fcache"])(
    "%s is not found",
    async (path) => {
      expect((await get(path, { "accept-encoding": "br" })).status).toBeGreaterThanOrEqual(400);
    },
  );
});

test("caches compressed assets only", async () => {
  const brotli = readFileSync(join(assets, "page-1.js.br"));
  const cached = readdirSync(cache);
  expect(cached).toHaveLength(4);
  for (const name of cached) {
    if (name.endsWith(".br")) writeFileSync(join(cache, name), "from the cache");
  }
  rmSync(join(assets, "styles-1.css"));
  await compressAssets(assets, { cache });
  expect(readFileSync(join(assets, "page-1.js.br"), "utf8")).toBe("from the cache");
  expect(readdirSync(cache)).toHaveLength(2);
  rmSync(cache, { recursive: true });
  await compressAssets(assets, { cache });
  expect(readFileSync(join(assets, "page-1.js.br"))).toEqual(brotli);
});
