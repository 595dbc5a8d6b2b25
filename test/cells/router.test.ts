import { once } from "node:events";
import {
  createServer,
  request as ask,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
} from "node:http";
import type { AddressInfo } from "node:net";
import { SignJWT } from "jose";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { ShopId } from "~/lib/shop-id";
import { createRouter } from "../../scripts/cells/create-router";
import { destinationOf } from "../../scripts/cells/destination";
import type { Placement } from "../../scripts/cells/directory";
import { createKeyring } from "~/privacy/keyring.server";
import { OTHER_SHOP, SHOP } from "../support/builders";
import { TEST_SECRETS } from "../support/deps";

const NEW_SHOP = ShopId.parse("new.myshopify.com");
const SECRET = "test-secret";

interface Received {
  readonly cell: string;
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

const received: Received[] = [];
/** The status of a cell's responses. */
const statuses = new Map<string, number>();
const placed = new Map<string, Placement>();
const logged: unknown[] = [];
const cells = new Map<string, string>();
const servers: Server[] = [];
let port: number;

beforeAll(async () => {
  for (const cell of ["first", "second"]) {
    cells.set(cell, `http://127.0.0.1:${await listen(createCell(cell))}`);
  }
  const route = createRouter({
    placements: {
      find: (shopId) => placed.get(shopId) ?? null,
      isAnyMoving: () => [...placed.values()].some(({ movingTo }) => movingTo !== null),
      place(shopId, cell) {
        placed.set(shopId, placementIn(cell, shopId));
        return Promise.resolve(placementIn(cell, shopId));
      },
      stop: () => Promise.resolve(),
    },
    cells,
    defaultCell: "first",
    secrets: [SECRET],
    log: { error: (it: unknown) => void logged.push(it), warn: () => undefined },
  });
  port = await listen(createServer((request, response) => void route(request, response)));
});
beforeEach(() => {
  received.length = 0;
  logged.length = 0;
  statuses.clear();
  placed.clear();
  placed.set(SHOP, placementIn("second"));
  placed.set(OTHER_SHOP, placementIn("first", OTHER_SHOP));
});
afterAll(() => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
});

const placementIn = (cell: string, shopId = SHOP, movingTo: string | null = null): Placement => ({
  ...{ shopId, cell, movingTo, movingSince: null },
});

const createCell = (cell: string) =>
  createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      const { method, url, headers } = request;
      received.push({ cell, method, url, headers, body: Buffer.concat(parts) });
      response.writeHead(statuses.get(cell) ?? 200, {
        "set-cookie": ["a=1", "b=2"],
        "x-cell": cell,
      });
      response.end(cell);
    });
  });

async function listen(server: Server): Promise<number> {
  servers.push(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

interface Sent {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | string;
  readonly method?: string;
}

async function send(path: string, { headers = {}, body, method }: Sent = {}) {
  const sent = ask({
    ...{ host: "127.0.0.1", port, path, headers },
    method: method ?? (body === undefined ? "GET" : "POST"),
  });
  sent.end(body);
  const [answer] = (await once(sent, "response")) as [IncomingMessage];
  const parts = await answer.toArray();
  return {
    status: answer.statusCode,
    headers: answer.headers,
    text: Buffer.concat(parts as Buffer[]).toString(),
  };
}

const cellsAsked = () => received.map(({ cell }) => cell).sort();

const tokenOf = (shopId: string, secret = SECRET) =>
  new SignJWT({ dest: `https://${shopId}` })
    .setProtectedHeader({ alg: "HS256" })
    .setExpirationTime("1 minute")
    .sign(new TextEncoder().encode(secret));

const linkOf = (text: string) => createKeyring(TEST_SECRETS).signLink("click", text);

describe("a request names its shop", () => {
  test.each<[string, string, Sent]>([
    [
      "in the header of a webhook",
      "/webhooks",
      { headers: { "x-shopify-shop-domain": SHOP }, body: "{}" },
    ],
    ["in the address of a page", `/app?shop=${SHOP}&host=x`, {}],
    ["in the address of the app proxy", `/proxy/forms?shop=${SHOP}&signature=x`, {}],
    ["in the body of a Flow action", "/flow-actions/tag", { body: `{"shopify_domain":"${SHOP}"}` }],
    ["in the body of a trigger's use", "/flow-triggers", { body: `{"shopify_domain":"${SHOP}"}` }],
    ["in a link to the store", `/c/${linkOf(`${SHOP}/message/0`)}`, {}],
    ["in a tracking image", `/o/${linkOf(`${SHOP}/message`)}`, {}],
    [
      "in an unsubscribe link",
      `/u/${linkOf(`${SHOP}/c1/message`)}`,
      { body: "List-Unsubscribe=One-Click" },
    ],
    ["in a preference link", `/p/${linkOf(`${SHOP}/c1/message`)}`, {}],
    ["in a confirmation", `/confirm/${linkOf(`${SHOP} request`)}`, {}],
    ["in a link for a test address", `/t/${linkOf(`${SHOP} index`)}`, {}],
  ])("%s", async (_where, path, sent) => {
    expect(await send(path, sent)).toMatchObject({ status: 200, text: "second" });
    expect(received).toMatchObject([{ cell: "second", url: path }]);
  });

  test("in a session token, which wins over the address", async () => {
    const token = await tokenOf(SHOP);
    const authorization = `Bearer ${token}`;
    await send(`/app/flows?shop=${OTHER_SHOP}`, { headers: { authorization } });
    await send(`/app?shop=${OTHER_SHOP}&id_token=${token}`);
    expect(cellsAsked()).toEqual(["second", "second"]);
  });

  test.each(["/", "/app", "/c/nonsense", "/c/bm9uc2Vuc2U.l1.x", "/app?shop=evil.example"])(
    "or none: %s",
    (url) => {
      expect(destinationOf({ method: "GET", url, headers: {} })).toEqual({ kind: "any" });
    },
  );
});

describe("a request", () => {
  test("reaches the cell as it was sent, byte by byte", async () => {
    const body = Uint8Array.from({ length: 300_000 }, (_, i) => (i * 7) % 256);
    const headers = {
      "x-shopify-shop-domain": SHOP,
      "x-shopify-hmac-sha256": "a+b/c=",
      cookie: "a=1",
    };
    const answer = await send("/webhooks?a=%2F&b", { headers, body });
    expect(answer.headers["set-cookie"]).toEqual(["a=1", "b=2"]);
    const [arrived] = received;
    expect(arrived?.body.equals(body)).toBe(true);
    expect(arrived).toMatchObject({ method: "POST", url: "/webhooks?a=%2F&b", headers });
  });

  test("names the address of its client last", async () => {
    const headers = { "x-forwarded-for": "203.0.113.9", "x-forwarded-proto": "https" };
    await send(`/app?shop=${SHOP}`, { headers });
    expect(received[0]?.headers).toMatchObject({
      ...{ "x-forwarded-for": "203.0.113.9, 127.0.0.1", "x-forwarded-proto": "https" },
      host: `127.0.0.1:${port}`,
    });
  });

  test("of a shop that is being moved is refused, to be repeated", async () => {
    placed.set(SHOP, placementIn("first", SHOP, "second"));
    const webhook = await send("/webhooks", {
      headers: { "x-shopify-shop-domain": SHOP },
      body: "{}",
    });
    expect(webhook).toMatchObject({ status: 503, headers: { "retry-after": "10" }, text: "" });
    const page = await send(`/app?shop=${SHOP}`, { headers: { accept: "text/html" } });
    expect(page).toMatchObject({ status: 503, headers: { refresh: "10" } });
    expect(await send("/email-events", { body: "{}" })).toMatchObject({ status: 503 });
    expect(received).toEqual([]);
  });

  test("is refused while its cell is down, and the log names the cell", async () => {
    placed.set(SHOP, placementIn("third"));
    expect(await send(`/app?shop=${SHOP}`)).toMatchObject({ status: 502 });
    cells.set("third", "http://127.0.0.1:1");
    expect(await send(`/app?shop=${SHOP}`)).toMatchObject({ status: 502 });
    cells.delete("third");
    expect(logged).toMatchObject([
      { cell: "third" },
      { cell: "third", err: { code: "ECONNREFUSED" } },
    ]);
  });
});

describe("a new shop", () => {
  test("is placed by Shopify's token, in the cell of new shops", async () => {
    await send("/app", { headers: { authorization: `Bearer ${await tokenOf(NEW_SHOP)}` } });
    expect(placed.get(NEW_SHOP)).toMatchObject({ cell: "first" });
  });

  test("is not placed by anything that others could send", async () => {
    const forged = await tokenOf(NEW_SHOP, "another-secret");
    await send("/app", { headers: { authorization: `Bearer ${forged}` } });
    await send("/webhooks", { headers: { "x-shopify-shop-domain": NEW_SHOP }, body: "{}" });
    expect(cellsAsked()).toEqual(["first", "first"]);
    expect(placed.has(NEW_SHOP)).toBe(false);
  });
});

describe("a secret is known to one cell", () => {
  const API = { headers: { authorization: "Bearer key-1" }, body: '{"events":[]}' };

  test("which is found by asking, and asked first from then on", async () => {
    statuses.set("first", 401);
    expect(await send("/api/events", API)).toMatchObject({ status: 200, text: "second" });
    expect(received.map(({ cell, body }) => [cell, body.toString()])).toEqual([
      ["first", API.body],
      ["second", API.body],
    ]);
    await send("/api/events", API);
    expect(received.map(({ cell }) => cell)).toEqual(["first", "second", "second"]);
  });

  test("a storefront's account is one, and so is a file of a release", async () => {
    statuses.set("first", 404);
    await send("/collect", { body: '{"account":"one","events":[]}' });
    await send("/assets/page-1.js");
    expect(cellsAsked()).toEqual(["first", "first", "second", "second"]);
  });

  test("is refused only if every cell refuses it, and none is being moved", async () => {
    const unknown = { ...API, headers: { authorization: "Bearer unknown" } };
    statuses.set("first", 401).set("second", 401);
    expect(await send("/api/events", unknown)).toMatchObject({ status: 401 });
    placed.set(SHOP, placementIn("first", SHOP, "second"));
    expect(await send("/api/events", unknown)).toMatchObject({ status: 503 });
  });

  test("a cell that is busy is not passed over", async () => {
    statuses.set("first", 429);
    const other = { ...API, headers: { authorization: "Bearer key-2" } };
    expect(await send("/api/events", other)).toMatchObject({ status: 429 });
    expect(cellsAsked()).toEqual(["first"]);
  });

  test("a body above the limit of its route is refused", async () => {
    expect(await send("/collect", { body: "x".repeat(20_000) })).toMatchObject({ status: 413 });
    expect(received).toEqual([]);
  });
});

describe("a provider's events", () => {
  test.each(["/email-events", "/inbound-email"])("reach every cell: %s", async (path) => {
    expect(await send(path, { body: "[1]" })).toMatchObject({ status: 200 });
    expect(cellsAsked()).toEqual(["first", "second"]);
  });

  test("are accepted only if every cell has accepted them", async () => {
    statuses.set("second", 503);
    expect(await send("/email-events", { body: "[1]" })).toMatchObject({ status: 503 });
  });
});
