import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import { connect, type AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { trackRequests } from "../../scripts/track-requests";

let server: Server;
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

async function serve(listener: RequestListener) {
  server = createServer(listener);
  const finishRequests = trackRequests(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return { finishRequests, port: (server.address() as AddressInfo).port };
}

test("an idle server closes, even with open keep-alive connections", async () => {
  const { finishRequests, port } = await serve((_request, response) => response.end("answered"));
  const response = await fetch(`http://127.0.0.1:${port}`);
  expect(await response.text()).toBe("answered");
  const silent = connect(port, "127.0.0.1");
  await once(silent, "connect");
  const isOver = once(silent, "close");
  await finishRequests();
  await isOver;
  expect(server.listening).toBe(false);
});

test("a request that does not finish within the limit is aborted", async () => {
  const { finishRequests, port } = await serve((_request, response) => {
    response.write("never whole");
  });
  const response = await fetch(`http://127.0.0.1:${port}`);
  const text = response.text();
  await Promise.all([finishRequests(10), expect(text).rejects.toThrow()]);
});

test("the server finishes open requests after it starts to close", async () => {
  const waiting: (() => void)[] = [];
  const { finishRequests, port } = await serve((_request, response) => {
    response.write("first half, ");
    waiting.push(() => response.end("second half"));
  });
  const responses = await Promise.all([1, 2].map(() => fetch(`http://127.0.0.1:${port}`)));
  const closed = finishRequests();
  for (const answer of waiting) answer();
  const texts = await Promise.all(responses.map((it) => it.text()));
  expect(texts).toEqual(["first half, second half", "first half, second half"]);
  await closed;
});
