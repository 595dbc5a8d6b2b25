import { once } from "node:events";
import { readdirSync } from "node:fs";
import { Agent, request, type Server } from "node:http";
import { connect, type AddressInfo, type Socket } from "node:net";
import { createRequestHandler } from "@remix-run/express";
import type { ServerBuild } from "@remix-run/node";
import express from "express";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { answerFaults } from "~/http/answer-faults.server";
import { limitBodies } from "~/http/limit-bodies.server";
import { createLog } from "~/lib/log.server";
import { readBody } from "~/http/read-body.server";
import { streamBody } from "~/http/stream-body.server";
import { answerDirectly } from "../../scripts/answer-directly";
import { DIRECT_ROUTES } from "../../scripts/direct-routes";
import { createGuardedServer } from "../../scripts/guarded-server";
import { buildOf } from "../support/build-of";
import { waitForExit, waitFor } from "../support/wait-for";

const MB = 1024 * 1024;
/** They stream files. */
const IMPORTS = ["routes/app.customers.import_.upload", "routes/app.suppressions.import"];

/** Remix's names, by file or folder. A route is in the table as soon as its file exists. */
const routeIds = readdirSync("app/routes").map((name) => `routes/${name.replace(/\.tsx$/, "")}`);
const adminIds = routeIds.filter((id) => /^routes\/app[._]/.test(id));

type Action = NonNullable<ServerBuild["routes"][string]["module"]["action"]>;

/** The ways in which actions read a body. */
const READERS: Readonly<Record<string, Action>> = {
  "as JSON": async ({ request }) => Response.json(await request.json()),
  "as a form": async ({ request }) => Response.json([...(await request.formData()).keys()]),
  "as text": async ({ request }) => new Response(String((await request.text()).length)),
  "piece by piece": async ({ request }) => {
    let length = 0;
    for await (const chunk of streamBody(request)) length += chunk.length;
    return new Response(String(length));
  },
};
const log = createLog("error", { write: () => undefined });

/** The served routes, each with this action instead of its own. */
function serveRoutes(action: Action): ServerBuild["routes"] {
  const routes = routeIds.map((id) => [id, { id, path: id, module: { action } }]);
  return answerFaults(limitBodies(Object.fromEntries(routes) as ServerBuild["routes"]), { log });
}

async function statusOf(action: Action, request: Request): Promise<number> {
  try {
    return ((await action({ request, params: {}, context: {} })) as Response).status;
  } catch (thrown) {
    if (thrown instanceof Response) return thrown.status;
    throw thrown;
  }
}

/** A form body whose chunks are created on demand. */
function post(bytes: number, { isDeclared }: { readonly isDeclared: boolean }) {
  let sent = 0;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      const length = Math.min(64 * 1024, bytes - sent);
      if (length > 0) controller.enqueue(new Uint8Array(length).fill(97));
      else controller.close();
      sent += length;
    },
  });
  const headers = {
    "content-type": "application/x-www-form-urlencoded",
    ...(isDeclared && { "content-length": String(bytes) }),
  };
  const init = { method: "POST", body, headers, duplex: "half" as const };
  return { request: new Request("https://kindred.example/", init), sent: () => sent };
}

describe.each(Object.entries(READERS))("a body that an action reads %s", (_how, action) => {
  const routes = serveRoutes(action);

  test("is refused above 1 MB by every admin route, with and without a content length", async () => {
    expect(adminIds.length).toBeGreaterThan(40);
    for (const id of adminIds.filter((it) => !IMPORTS.includes(it))) {
      for (const isDeclared of [true, false]) {
        const { request, sent } = post(30 * MB, { isDeclared });
        expect(await statusOf(routes[id]!.module.action!, request), id).toBe(413);
        expect(sent(), id).toBeLessThan(isDeclared ? 0.2 * MB : 1.5 * MB);
      }
    }
  });

  test.each(IMPORTS)("is refused above 50 MB by %s", async (id) => {
    const action = routes[id]!.module.action!;
    for (const isDeclared of [true, false]) {
      const { request } = post(50 * MB + 1, { isDeclared });
      expect(await statusOf(action, request)).toBe(413);
    }
  });
});

test("within the limit is read unchanged, and imports accept more", async () => {
  const routes = serveRoutes(READERS["piece by piece"]!);
  const read = async (id: string, bytes: number) => {
    const { request } = post(bytes, { isDeclared: false });
    const answer = (await routes[id]!.module.action!({
      request,
      params: {},
      context: {},
    })) as Response;
    return Number(await answer.text());
  };
  expect(await read("routes/app.settings", MB)).toBe(MB);
  for (const id of IMPORTS) expect(await read(id, 3 * MB)).toBe(3 * MB);
});

describe("over HTTP", () => {
  let server: Server;
  let port: number;
  const connections = new Set<Socket>();
  beforeAll(async () => {
    const build = buildOf({ modules: {} });
    const add = (id: string, path: string, action: Action) =>
      (build.routes[id] = { id, parentId: "root", path, module: { action, default: () => null } });
    add("routes/app.settings", "app/settings", READERS["as JSON"]!);
    add("routes/app.predictions", "app/predictions", READERS["as a form"]!);
    for (const id of DIRECT_ROUTES) {
      const path = id.replace("routes/", "").replaceAll(".", "/").replace("$", ":");
      add(id, path, async ({ request }) => {
        return new Response(null, { status: (await readBody(request, MB)) ? 200 : 413 });
      });
    }
    build.routes = answerFaults(limitBodies(build.routes), { log });
    const app = express();
    app.use(answerDirectly(build, { trackRequest: () => () => undefined }));
    app.all("*", createRequestHandler({ build, mode: "production" }));
    server = createGuardedServer(app, { answeredMs: 200 });
    server.on("connection", (socket: Socket) => connections.add(socket));
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    ({ port } = server.address() as AddressInfo);
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  /** Sends chunks for as long as the server reads them. */
  async function pour(path: string) {
    const socket = connect(port, "127.0.0.1");
    const closed = new Promise((resolve) => socket.once("close", resolve));
    let received = "";
    socket.setEncoding("latin1").on("data", (text: string) => (received += text));
    socket.on("error", () => undefined);
    const chunk = `10000\r\n${'"'.padEnd(0x10000, "a")}\r\n`;
    const fill = () => {
      while (!socket.destroyed && socket.write(chunk));
    };
    socket.on("drain", fill);
    socket.write(`POST ${path} HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n`);
    socket.write("Content-Type: application/x-www-form-urlencoded\r\n\r\n");
    fill();
    await waitFor(`an answer of ${path}`, () => received.includes("\r\n\r\n") || null);
    await waitForExit(`the end of ${path}`, closed);
    return received;
  }

  test("endless requests are refused, and little of them is read", async () => {
    const paths = ["/app/settings", "/app/settings.data", "/app/predictions", "/webhooks"];
    const answers = await Promise.all(paths.map(pour));
    expect(answers.map((it) => it.slice(0, 12))).toEqual(paths.map(() => "HTTP/1.1 413"));
    // 1 MB, plus the buffers of the system and the streams.
    for (const { bytesRead } of connections) expect(bytesRead).toBeLessThan(3 * MB);
  });

  test("a refused body does not disturb the connection's next request", async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const send = (body: string) =>
      new Promise<number>((resolve, reject) => {
        const options = { agent, port, method: "POST", path: "/app/settings.data" };
        const sent = request(options, (response) => {
          response.resume().once("end", () => resolve(response.statusCode!));
        });
        sent.once("error", reject).end(body);
      });
    const used = connections.size;
    expect(await send(JSON.stringify("a".repeat(MB)))).toBe(413);
    expect(await send(JSON.stringify("a"))).toBe(200);
    expect(connections.size).toBe(used + 1);
    agent.destroy();
  });
});
