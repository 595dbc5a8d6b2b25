import { readdirSync } from "node:fs";
import { once } from "node:events";
import { request as ask, type IncomingMessage, type RequestListener, type Server } from "node:http";
import { connect, type AddressInfo, type Socket } from "node:net";
import fc from "fast-check";
import { afterEach, describe, expect, test } from "vitest";
import { createGuardedServer } from "../../scripts/guarded-server";
import { loader as checkHealth } from "~/routes/healthz";
import { waitForExit, waitFor } from "../support/wait-for";

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

async function serve(
  listener: RequestListener,
  limits?: Parameters<typeof createGuardedServer>[1],
): Promise<number> {
  server = createGuardedServer(listener, limits);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

/** Sends raw text, and reads all responses. */
function talk(port: number) {
  const socket: Socket = connect(port, "127.0.0.1").setNoDelay(true);
  const closed = new Promise((resolve) => socket.once("close", resolve));
  let received = "";
  socket.setEncoding("latin1").on("data", (text: string) => (received += text));
  socket.on("error", () => undefined);
  return { socket, closed, received: () => received };
}

const countOf = (text: string, part: string) => text.split(part).length - 1;

describe("requests of one connection", () => {
  test("are answered one after the other, also when many arrive in one packet", async () => {
    const COUNT = 2_000;
    let inProgress = 0;
    let most = 0;
    const port = await serve((_request, response) => {
      most = Math.max(most, (inProgress += 1));
      response.once("close", () => (inProgress -= 1));
      setImmediate(() => response.end("ok"));
    });
    const { socket, received } = talk(port);
    socket.write("GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n".repeat(COUNT));
    await waitFor(
      "all answers",
      () => countOf(received(), "HTTP/1.1 200 OK") === COUNT || null,
      () => Promise.resolve(countOf(received(), "HTTP/1.1 200 OK")),
    );
    expect(most).toBe(1);
  });

  test("stop the sender while the first has no answer: the server reads no more than its buffer", async () => {
    let requested = 0;
    const port = await serve(() => void (requested += 1));
    const connected = once(server!, "connection") as Promise<[Socket]>;
    const { socket } = talk(port);
    socket.write("GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n".repeat(100_000));
    const [connection] = await connected;
    const buffer = connection.readableHighWaterMark;
    await waitFor("a full buffer", () => connection.readableLength >= buffer || null);
    expect(requested).toBe(1);
    // Data from a single packet may exceed it once.
    expect(connection.bytesRead).toBeLessThan(3 * buffer);
  });

  test("are read unchanged for any packet boundaries and bodies", async () => {
    const port = await serve((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        const body = Buffer.concat(chunks).toString("latin1");
        response.end(JSON.stringify([request.method, request.url, body]));
      });
    });
    const body = fc.oneof(
      fc.constant(""),
      fc.stringMatching(/^[\r\n a-z]{1,40}$/),
      fc.constant("\r\n\r\n".repeat(700)),
      fc.constant("x".repeat(70_000)),
    );
    const request = fc.record({ body, isChunked: fc.boolean() });
    const cuts = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(fc.array(request, { minLength: 1, maxLength: 5 }), cuts, async (all, at) => {
        const text = all.map(writeRequest).join("");
        const { socket, received } = talk(port);
        const ends = [...at, 0, 1].map((part) => Math.round(part * text.length));
        ends.sort((a, b) => a - b);
        for (const [i, end] of ends.entries()) {
          if (i > 0) await new Promise((sent) => socket.write(text.slice(ends[i - 1], end), sent));
        }
        await waitFor("all answers", () =>
          countOf(received(), "HTTP/1.1 200 OK") === all.length &&
          countOf(received(), '"]') === all.length
            ? true
            : null,
        );
        socket.destroy();
        const answers = [...received().matchAll(/\r\n\r\n(\[.*?"\])/gs)].map(
          (it) => JSON.parse(it[1]!) as unknown,
        );
        expect(answers).toEqual(
          all.map((one, i) => [one.body || one.isChunked ? "POST" : "GET", `/${i}`, one.body]),
        );
      }),
      { numRuns: 30 },
    );
  });

  test("continue after a streamed answer, and after an unread body", async () => {
    const port = await serve((request, response) => {
      if (request.url === "/streamed") {
        response.write("first half, ");
        setImmediate(() => response.end("second half"));
      } else response.end(request.url);
    });
    const { socket, received, closed } = talk(port);
    socket.write(
      "GET /streamed HTTP/1.1\r\nHost: a\r\n\r\n" +
        `POST /unread HTTP/1.1\r\nHost: a\r\nContent-Length: 200000\r\n\r\n${"x".repeat(200_000)}` +
        "GET /strange HTTP/1.1\r\nHost: a\r\nExpect: wonders\r\n\r\n" +
        "GET /last HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n" +
        "GET /after-the-last HTTP/1.1\r\nHost: a\r\n\r\n",
    );
    await waitForExit("the connection's end", closed);
    const parts = ["first half", "second half", "/unread", "/strange", "/last"];
    expect(parts.map((part) => countOf(received(), part))).toEqual([1, 1, 1, 1, 1]);
    expect(received()).not.toContain("after-the-last");
  });
});

interface Sent {
  readonly body: string;
  readonly isChunked: boolean;
}

function writeRequest({ body, isChunked }: Sent, i: number): string {
  if (isChunked) {
    const chunks = body.match(/.{1,1000}/gs) ?? [];
    const written = [...chunks, ""].map((it) => `${it.length.toString(16)}\r\n${it}\r\n`);
    return `POST /${i} HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n${written.join("")}`;
  }
  return body === ""
    ? `GET /${i} HTTP/1.1\r\nHost: a\r\n\r\n`
    : `POST /${i} HTTP/1.1\r\nHost: a\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
}

describe("requests of all connections", () => {
  const requests = { max: 5, reservedForWebhooks: 2 };

  test("above the limit are refused until one is answered; webhooks have a share, and health checks always pass", async () => {
    const waiting: (() => void)[] = [];
    const port = await serve(
      (request, response) => {
        if (request.url === "/healthz") response.end();
        else waiting.push(() => response.end());
      },
      { requests },
    );
    const held: Promise<number | undefined>[] = [];
    const hold = async (path: string) => {
      held.push(get(port, path));
      await waitFor(`${path} to come in`, () => waiting.length === held.length || null);
    };
    for (const path of ["/c/1", "/app", "/c/2?a=1"]) await hold(path);
    const refused = await open(port, "/c/3");
    expect([refused.statusCode, refused.headers["retry-after"]]).toEqual([503, "5"]);
    for (const path of ["/webhooks", "/webhooks?a=1"]) await hold(path);
    expect([await get(port, "/webhooks"), await get(port, "/c/3")]).toEqual([503, 503]);
    expect(await get(port, "/healthz")).toBe(200);

    for (const answer of waiting) answer();
    expect(await Promise.all(held)).toEqual([200, 200, 200, 200, 200]);
    await hold("/c/3");
    waiting.at(-1)!();
    expect(await held.at(-1)).toBe(200);
  });

  test("free their slots when clients disconnect", async () => {
    let requested = 0;
    const port = await serve(() => void (requested += 1), { requests });
    for (let round = 1; round <= 4; round++) {
      const leaving = Array.from({ length: 3 }, () => {
        const outgoing = ask({ port, host: "127.0.0.1", path: "/c/1", agent: false });
        return outgoing.on("error", () => undefined).end();
      });
      await waitFor("three requests", () => requested === 3 * round || null);
      for (const outgoing of leaving) outgoing.destroy();
      await waitFor("their end", async () => ((await connections()) === 0 ? true : null));
    }
  });
});

const connections = () =>
  new Promise<number>((resolve) => server!.getConnections((_, count) => resolve(count)));

async function open(port: number, path: string, method = "GET"): Promise<IncomingMessage> {
  const outgoing = ask({ port, host: "127.0.0.1", path, method, agent: false }).end();
  const [incoming] = (await once(outgoing, "response")) as [IncomingMessage];
  return incoming.resume();
}

const get = async (port: number, path: string) => (await open(port, path)).statusCode;

test.each(["TRACE", "PUT", "PATCH", "DELETE", "PROPFIND", "SEARCH"])(
  "%s is refused, and the answer lists the allowed methods",
  async (method) => {
    const port = await serve(() => expect.unreachable());
    const { statusCode, headers } = await open(port, "/healthz", method);
    expect([statusCode, headers.allow]).toEqual([405, "GET, HEAD, OPTIONS, POST"]);
  },
);

test("CONNECT is refused, and its connection closed", async () => {
  const port = await serve(() => expect.unreachable());
  const { socket, received, closed } = talk(port);
  socket.write("CONNECT a:80 HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n");
  await waitForExit("the connection's end", closed);
  expect(received()).toMatch(/^HTTP\/1.1 405 .*\r\nAllow: GET, HEAD, OPTIONS, POST\r\n/);
});

describe("a connection with a partial request", () => {
  const HALF = "POST /app/settings HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
  const NEXT = "GET /next HTTP/1.1\r\nHost: a\r\n\r\n";

  test("is closed soon when nothing more arrives, or too much", async () => {
    const port = await serve((_request, response) => void response.writeHead(413).end(), {
      answeredMs: 50,
    });
    const [silent, endless] = [talk(port), talk(port)];
    silent.socket.write(`${HALF}5\r\nhello`);
    endless.socket.write(HALF);
    const pour = () => endless.socket.write(`4000\r\n${"x".repeat(0x4000)}\r\n`);
    const pouring = setInterval(pour, 1);
    try {
      await waitForExit("both connections' end", Promise.all([silent.closed, endless.closed]));
    } finally {
      clearInterval(pouring);
    }
    expect([silent.received(), endless.received()]).toEqual([
      expect.stringContaining("HTTP/1.1 413"),
      expect.stringContaining("HTTP/1.1 413"),
    ]);
  });

  test("stays open when the rest comes in time", async () => {
    const port = await serve((request, response) => response.end(request.url));
    const { socket, received } = talk(port);
    socket.write(`${HALF}5\r\nhello`);
    await waitFor("the answer", () => received().includes("/app/settings") || null);
    socket.write(`\r\n0\r\n\r\n${NEXT}`);
    await waitFor("the next answer", () => received().includes("/next") || null);
  });
});

test("a connection stays open when a large body is refused and then sent in full", async () => {
  const bytes = 4 * 1024 * 1024;
  const port = await serve((request, response) => {
    if (request.url === "/next") response.end(request.url);
    // Once read, the server itself no longer reads the rest.
    else request.once("data", () => response.writeHead(413).end());
  });
  const { socket, received } = talk(port);
  socket.write(`POST /events HTTP/1.1\r\nHost: a\r\nContent-Length: ${bytes}\r\n\r\n`);
  socket.write("x");
  await waitFor("the refusal", () => received().includes("413") || null);
  socket.write("x".repeat(bytes - 1));
  socket.write("GET /next HTTP/1.1\r\nHost: a\r\n\r\n");
  await waitFor("the next answer", () => received().includes("/next") || null);
});

test("concurrent health checks query the database one at a time", async () => {
  const requested: PromiseWithResolvers<unknown>[] = [];
  const db = {
    $queryRaw: () => (requested.push(Promise.withResolvers()), requested.at(-1)!.promise),
  };
  const log = { error: () => undefined };
  const queue = {
    readBacklog: () => Promise.resolve([]),
    queryAsOwner: (sql: string) =>
      Promise.resolve(
        sql.includes("to_regclass")
          ? [{ exists: true }]
          : readdirSync("prisma/migrations").map((name) => ({ name })),
      ),
  };
  (globalThis as { kindred?: unknown }).kindred = Promise.resolve({
    deps: { db, log, queue, config: { inbound: null } },
  });
  const checkAtOnce = async () => {
    const checks = Array.from({ length: 100 }, () => checkHealth());
    await waitFor("a question", () => requested.length > 0 || null);
    const [question, ...more] = requested.splice(0);
    expect(more).toEqual([]);
    return { question: question!, checks: Promise.all(checks) };
  };
  const reached = await checkAtOnce();
  reached.question.resolve([]);
  const answers = await reached.checks;
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));

  const lost = await checkAtOnce();
  lost.question.reject(new Error("gone"));
  expect((await lost.checks).map(({ status }) => status)).toEqual(answers.map(() => 503));
});
