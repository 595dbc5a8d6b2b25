import { once } from "node:events";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { Agent, createServer, request as ask, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createRequestHandler } from "@remix-run/express";
import type { ServerBuild } from "@remix-run/node";
import express, { type ErrorRequestHandler } from "express";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { answerDirectly } from "../../scripts/answer-directly";
import { DIRECT_ROUTES, ROUTED_WITHOUT_PAGE } from "../../scripts/direct-routes";
import { buildOf, type RouteModule } from "../support/build-of";

describe("the table of direct routes", () => {
  test("names each route outside the admin that has no page, or leaves it to Remix", () => {
    const routeIds = readdirSync("app/routes")
      .map((name) => `routes/${name.replace(/\.tsx$/, "")}`)
      .filter((id) => !id.startsWith("routes/app.") && !hasPage(id));
    expect([...DIRECT_ROUTES, ...ROUTED_WITHOUT_PAGE].toSorted()).toEqual(routeIds.toSorted());
  });
});

function hasPage(routeId: string): boolean {
  const path = `app/${routeId}`;
  const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory();
  return readFileSync(isFolder ? `${path}/route.tsx` : `${path}.tsx`, "utf8").includes(
    "export default",
  );
}

/** Echoes a route's view of the request. */
async function describeRequest({
  request,
  params,
}: Parameters<NonNullable<RouteModule["action"]>>[0]): Promise<Response> {
  const { method, headers, body } = request;
  const { pathname, search } = new URL(request.url);
  const names = ["x-shopify-hmac-sha256", "svix-signature", "x-client-address", "x-many"];
  return Response.json(
    {
      ...{ method, pathname, search, params },
      headers: names.map((name) => headers.get(name)),
      bytes: body && Buffer.from(await request.arrayBuffer()).toString("hex"),
    },
    {
      status: 202,
      headers: [
        ["set-cookie", "a=1"],
        ["set-cookie", "b=2"],
        ["x-own", "1"],
      ],
    },
  );
}

const MODULES: Readonly<Record<string, RouteModule>> = {
  described: { loader: describeRequest, action: describeRequest },
  "described/:name": { loader: describeRequest, action: describeRequest },
  "only/action": { action: describeRequest },
  "only/loader": { loader: describeRequest },
  empty: { loader: () => new Response(null, { status: 204 }), action: () => new Response() },
  unread: { action: () => new Response(null, { status: 413 }) },
  "thrown/response": {
    loader: () => {
      throw new Response("gone", { status: 410, headers: { "retry-after": "5" } });
    },
  },
  "thrown/error": {
    action: () => Promise.reject(new Error("connect to 10.0.0.7")),
  },
};

let unforeseen: unknown[];
let inFlight: number;
let tracked: number;
let servers: Server[];
let agent: Agent;
beforeEach(() => {
  unforeseen = [];
  inFlight = 0;
  tracked = 0;
  servers = [];
  agent = new Agent({ keepAlive: true });
});
afterEach(() => {
  agent.destroy();
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
});

const buildWith = (modules: Readonly<Record<string, RouteModule>>) =>
  buildOf({ modules, handleError: (error) => void unforeseen.push(error) });

function trackRequest(): () => void {
  tracked += 1;
  inFlight += 1;
  return () => void (inFlight -= 1);
}

/** @returns its port */
async function serve(build: ServerBuild, isDirect: boolean): Promise<number> {
  const app = express();
  app.disable("x-powered-by");
  if (isDirect) {
    const routeIds = Object.keys(build.routes).filter((id) => id !== "root");
    app.use(answerDirectly(build, { trackRequest, routeIds }));
  }
  app.all("*", createRequestHandler({ build, mode: "production" }));
  const refuse: ErrorRequestHandler = (error: { status?: number }, _request, response, _next) => {
    response.status(error.status ?? 500).end();
  };
  app.use(refuse);
  const server = createServer(app);
  servers.push(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly body?: Buffer | undefined;
}

/** Transport headers, and those that only Remix's own client reads. */
const NOT_COMPARED = new Set(["date", "transfer-encoding", "content-length", "x-remix-catch"]);

async function answerOf(port: number, { method, path, body }: Asked) {
  const headers = {
    "x-shopify-hmac-sha256": "c2lnbmVk",
    "svix-signature": "v1,abc v1,def",
    "x-client-address": "192.0.2.7",
    "x-many": ["1", "2"],
  };
  const outgoing = ask({ port, host: "127.0.0.1", method, path, headers, agent });
  outgoing.end(body);
  const [incoming] = (await once(outgoing, "response")) as [IncomingMessage];
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return {
    status: incoming.statusCode,
    headers: Object.entries(incoming.headers).filter(([name]) => !NOT_COMPARED.has(name)),
    body: Buffer.concat(chunks).toString(),
  };
}

const METHODS = ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "PROPFIND"];
const PATHS = [
  ...["/described", "/described/a-b_c.1", "/described?a=1&b=x", "/described?index&a=1"],
  ...["/described/", "/DESCRIBED", "/described/a%20b", "/described/%zz", "/described/a/b"],
  ...[
    "/described/",
    "/described/..",
    "/described/a.data",
    "/described?_data=described",
    "/described.data",
  ],
  ...["//described", "/only/action", "/only/loader", "/empty", "/unread"],
  ...["/thrown/response", "/thrown/error", "/nowhere"],
];
const BYTES = Buffer.from(Array.from({ length: 1_024 }, (_, n) => n % 256));

describe.each(METHODS)("%s", (method) => {
  test("is answered as by Remix, for any path", async () => {
    const build = buildWith(MODULES);
    const [direct, routed] = [await serve(build, true), await serve(build, false)];
    const hasBody = ["POST", "PUT", "PATCH", "DELETE"].includes(method);
    for (const path of PATHS) {
      const requested = { method, path, body: hasBody ? BYTES : undefined };
      expect(await answerOf(direct, requested), path).toEqual(await answerOf(routed, requested));
    }
  });
});

test("answers an error that is not a response with 500 and passes it to the error handler", async () => {
  const port = await serve(buildWith(MODULES), true);
  const answer = await answerOf(port, { method: "POST", path: "/thrown/error" });
  expect(answer).toMatchObject({ status: 500, body: "Unexpected Server Error" });
  expect(unforeseen).toEqual([new Error("connect to 10.0.0.7")]);
});

test("tracks only its own requests until they end", async () => {
  const port = await serve(buildWith(MODULES), true);
  for (const path of ["/described", "/described/a", "/described/a/b", "/nowhere"]) {
    await answerOf(port, { method: "POST", path });
  }
  expect(tracked).toBe(2);
  await expect.poll(() => inFlight).toBe(0);
});

test("aborts the request's signal when the client disconnects, but not after the response", async () => {
  const signals: AbortSignal[] = [];
  const arrived = Promise.withResolvers<undefined>();
  const hold = Promise.withResolvers<undefined>();
  const port = await serve(
    buildWith({
      held: {
        action: async ({ request }) => {
          signals.push(request.signal);
          arrived.resolve(undefined);
          await hold.promise;
          return new Response();
        },
      },
      quick: {
        action: ({ request }) => {
          signals.push(request.signal);
          return new Response();
        },
      },
    }),
    true,
  );
  await answerOf(port, { method: "POST", path: "/quick" });
  const leaving = ask({ port, host: "127.0.0.1", method: "POST", path: "/held", agent: false });
  leaving.on("error", () => undefined).end();
  await arrived.promise;
  leaving.destroy();
  await expect.poll(() => signals.map(({ aborted }) => aborted)).toEqual([false, true]);
  hold.resolve(undefined);
});

test("does not read a body that the route does not read", async () => {
  const port = await serve(buildWith(MODULES), true);
  const outgoing = ask({ port, host: "127.0.0.1", method: "POST", path: "/unread", agent: false });
  outgoing.on("error", () => undefined).write("the beginning of a body that never ends");
  const [incoming] = (await once(outgoing, "response")) as [IncomingMessage];
  expect(incoming.statusCode).toBe(413);
  outgoing.destroy();
});
