import { once } from "node:events";
import type { Server } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

/** How long requests under way may take once the process is to stop. With 20 s for jobs it stays within 30 s. */
const LIMIT_MS = 10_000;

/**
 * Counts the server's requests under way. The returned function refuses new ones and resolves when those
 * under way are answered. What is not answered within the limit is cut off.
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
    // Connections that are kept alive, or on which nothing was asked yet, would hold the server open.
    server.closeAllConnections();
    await closed;
  };
}
