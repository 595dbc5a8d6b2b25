import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createPictureMeter } from "~/messages/pictures/measure-picture.server";
import { weighPictures } from "~/pages/emails/weigh-pictures.server";
import { createLocalNetwork } from "../../support/local-network";

/** Pictures by path: their bytes, and whether a HEAD request tells their length. */
let server: Server;
let port: number;
let requests: string[];

beforeAll(async () => {
  server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    const isHead = request.method === "HEAD";
    switch (request.url ?? "") {
      case "/known.jpg":
        response.writeHead(200, { "content-length": 43_000 });
        response.end(isHead ? undefined : Buffer.alloc(43_000));
        break;
      case "/unsized.jpg":
        response.writeHead(200, { "transfer-encoding": "chunked" });
        response.end(isHead ? undefined : Buffer.alloc(12_345));
        break;
      case "/moved.jpg":
        response.writeHead(302, { location: "http://127.0.0.1/known.jpg" }).end();
        break;
      default:
        response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  requests = [];
});

const meter = (addresses?: string[]) =>
  createPictureMeter({
    localOrigin: null,
    network: createLocalNetwork(port, addresses && { addresses }).network,
  });

test("a picture is measured by its head, and only once", async () => {
  const measure = meter();
  const url = "https://cdn.kettle.example/known.jpg";
  expect(await Promise.all([measure(url), measure(url)])).toEqual([43_000, 43_000]);
  expect(await measure(url)).toBe(43_000);
  expect(requests).toEqual(["HEAD /known.jpg"]);
});

test("a picture whose head has no length is read", async () => {
  expect(await meter()("https://cdn.kettle.example/unsized.jpg")).toBe(12_345);
  expect(requests).toEqual(["HEAD /unsized.jpg", "GET /unsized.jpg"]);
});

test("a missing picture is unknown, and redirects are not followed", async () => {
  expect(await meter()("https://cdn.kettle.example/missing.jpg")).toBeNull();
  expect(await meter()("https://cdn.kettle.example/moved.jpg")).toBeNull();
});

test.each([
  "https://127.0.0.1/known.jpg",
  "https://10.0.0.1/known.jpg",
  "https://localhost/known.jpg",
  "http://cdn.kettle.example/known.jpg",
  "https://cdn.kettle.example:8443/known.jpg",
  "https://user:secret@cdn.kettle.example/known.jpg",
  "file:///etc/passwd",
  "",
])("%j is not requested", async (url) => {
  expect(await meter()(url)).toBeNull();
  expect(requests).toEqual([]);
});

test("a name that leads to an address of this network is not requested", async () => {
  expect(await meter(["10.0.0.7"])("https://cdn.kettle.example/known.jpg")).toBeNull();
  expect(await meter(["169.254.169.254"])("https://cdn.kettle.example/known.jpg")).toBeNull();
  expect(requests).toEqual([]);
});

test("the pictures of the local Shopify are measured in a demo", async () => {
  const localOrigin = `http://127.0.0.1:${port}`;
  const measure = createPictureMeter({ localOrigin });
  expect(await measure(`${localOrigin}/known.jpg`)).toBe(43_000);
  expect(await createPictureMeter({ localOrigin: null })(`${localOrigin}/known.jpg`)).toBeNull();
});

test("an email's pictures are added up, each once, and unknown ones are counted", async () => {
  const at = (name: string) => `https://cdn.kettle.example/${name}.jpg`;
  const urls = [at("known"), at("unsized"), at("known"), at("missing")];
  expect(await weighPictures({ urls }, { measurePicture: meter() })).toEqual({
    bytes: 55_345,
    unknown: 1,
  });
});
