import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";

interface Limits {
  /** For a request's headers, from the first byte or from the opening of the connection. */
  readonly headersMs: number;
  /** For a whole request: a merchant's file of 50 MB has to get through a slow line. */
  readonly requestMs: number;
}

const LIMITS: Limits = { headersMs: 10_000, requestMs: 120_000 };
const KEEP_ALIVE_MS = 75_000;

/**
 * A server that nobody can hold up by speaking slowly: who does not come to an
 * end is answered 408 and cut off, so that connections and what is held for
 * them do not pile up.
 */
export function createGuardedServer(
  listener: RequestListener,
  { headersMs, requestMs }: Limits = LIMITS,
): Server {
  const server = createServer(
    {
      headersTimeout: headersMs,
      requestTimeout: requestMs,
      connectionsCheckingInterval: headersMs / 2,
    },
    listener,
  );
  // Longer than proxies (and our own callers) keep an idle connection: whoever closes first must
  // not be the one that a request is just being sent to.
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  return server;
}

interface Listener {
  readonly port: number;
  /** null: all addresses of the machine. */
  readonly host: string | null;
}

/** Resolves when the server takes connections there, and nowhere else. */
export async function listenOn(server: Server, { port, host }: Listener): Promise<void> {
  server.listen({ port, ...(host !== null && { host }) });
  await once(server, "listening");
}
