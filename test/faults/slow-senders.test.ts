import { once } from "node:events";
import type { Server } from "node:http";
import { connect, type AddressInfo, type Socket } from "node:net";
import { afterEach, expect } from "vitest";
import { createGuardedServer } from "../../scripts/guarded-server";
import { overSeeds } from "../support/over-seeds";
import { waitForExit } from "../support/wait-for";

const HEADERS_MS = 400;
const REQUEST_MS = 900;

let server: Server | undefined;
const timers = new Set<NodeJS.Timeout>();
afterEach(() => {
  for (const timer of timers) clearInterval(timer);
  timers.clear();
  server?.closeAllConnections();
  server?.close();
});

async function serve(): Promise<number> {
  server = createGuardedServer(
    (request, response) => {
      let bytes = 0;
      request.on("data", (chunk: Buffer) => (bytes += chunk.length));
      request.on("end", () => response.end(String(bytes)));
    },
    { headersMs: HEADERS_MS, requestMs: REQUEST_MS },
  );
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

/** Sends the beginning at once, and one more byte at intervals, endlessly. */
function dribble(port: number, beginning: string, everyMs: number): Promise<unknown> {
  const socket: Socket = connect(port, "127.0.0.1", () => socket.write(beginning));
  const timer = setInterval(() => socket.write("a"), everyMs);
  timers.add(timer);
  socket.on("error", () => undefined);
  socket.resume();
  // However it ends, including a reset.
  return new Promise((resolve) => socket.once("close", resolve)).then(() => clearInterval(timer));
}

overSeeds(
  "F26: who sends slowly, however many and in whatever part of a request, is cut off, and others are answered meanwhile",
  { usual: 3 },
  async (draw) => {
    const port = await serve();
    const beginnings = [
      "",
      "POST /coll",
      "POST /collect HTTP/1.1\r\nHost: a\r\nX-Slow: ",
      "POST /collect HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n{",
      "POST /collect HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nfff\r\n",
    ];
    const slow = Array.from({ length: draw.between(20, 150) }, () =>
      dribble(port, draw.of(beginnings), draw.between(20, 200)),
    );
    const others = Array.from({ length: 10 }, async () => {
      const answer = await fetch(`http://127.0.0.1:${port}/`, { method: "POST", body: "whole" });
      expect(await answer.text()).toBe("5");
    });
    await Promise.all(others);
    // Node's own limits are at least a minute.
    await waitForExit("those who send slowly to be cut off", Promise.all(slow));
    const { promise, resolve } = Promise.withResolvers<number>();
    server?.getConnections((_, count) => resolve(count));
    // Answered connections may be kept for their next request.
    expect(await promise).toBeLessThanOrEqual(10);
  },
);
