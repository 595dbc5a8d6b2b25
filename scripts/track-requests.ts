import { once } from "node:events";
import type { Server } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

/** Time limit for open requests at shutdown. With 20 s for jobs the total is below 30 s. */
const LIMIT_MS = 10_000;

/**
 * Tracks the server's open requests. The returned function refuses new ones and resolves when the open ones are
 * answered. Requests beyond the time limit are aborted.
 */
export function trackRequests(server: Server): (limitMs?: number) => Promise<void> {
  let underWay = 0;
  let onAnswered = () => {};
  server.on("request", (_request, response) => {
    underWay += 1;
    response.once("close", () => {
      underWay -= 1;
      if (underWay === 0) onAnswered();
    });
  });

  return async function finishRequests(limitMs = LIMIT_MS) {
    const answered = new Promise<void>((resolve) => (onAnswered = resolve));
    const closed = once(server, "close");
    server.close();
    const limit = new AbortController();
    if (underWay > 0) {
      await Promise.race([answered, sleep(limitMs, undefined, { signal: limit.signal })]);
    }
    limit.abort();
    // Idle and kept-alive connections would keep the server open.
    server.closeAllConnections();
    await closed;
  };
}
