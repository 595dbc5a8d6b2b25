import { once } from "node:events";
import { createServer, type IncomingMessage, type RequestListener, type Server } from "node:http";
import { limitRequests, REQUEST_LIMITS, type RequestLimits } from "./limit-requests.ts";
import { processSequentially } from "./process-sequentially.ts";

interface Limits {
  /** For a request's headers, from the first byte or from the opening of the connection. */
  readonly headersMs: number;
  /**
   * For a whole request: a merchant's 50 MB file must pass over a slow line. Also for a client that does not read its
   * response.
   */
  readonly requestMs: number;
  /** For the rest of a request that already has its response. */
  readonly answeredMs: number;
  readonly requests: RequestLimits;
}

const LIMITS: Limits = {
  headersMs: 10_000,
  requestMs: 120_000,
  answeredMs: 5_000,
  requests: REQUEST_LIMITS,
};
/** Of a body of any length. */
const MAX_DISCARDED_BYTES = 1024 * 1024;
/** Many clients read the answer only once they have sent the body, so one of known length is read to its end. */
const MAX_KNOWN_BYTES = 16 * 1024 * 1024;
const KEEP_ALIVE_MS = 75_000;
const METHODS = ["GET", "HEAD", "OPTIONS", "POST"];

/**
 * A server that slow or greedy clients cannot block: an incomplete request is answered 408 and closed, excess
 * requests are answered 503, so that connections and buffers do not accumulate.
 */
export function createGuardedServer(
  listener: RequestListener,
  limits: Partial<Limits> = {},
): Server {
  const { headersMs, requestMs, answeredMs, requests } = { ...LIMITS, ...limits };
  const limited = limitRequests(listener, requests);
  const server = createServer(
    {
      headersTimeout: headersMs,
      requestTimeout: requestMs,
      connectionsCheckingInterval: headersMs / 2,
    },
    (request, response) => {
      response.once("finish", () => discardRest(request, answeredMs));
      if (METHODS.includes(request.method!)) {
        limited(request, response);
      } else {
        response.statusCode = 405;
        response.setHeader("Allow", METHODS.join(", ")).end();
      }
    },
  );
  processSequentially(server);
  server.on("connect", (_request, socket) => {
    const head = `HTTP/1.1 405 Method Not Allowed\r\nAllow: ${METHODS.join(", ")}\r\n\r\n`;
    socket.end(head, () => socket.destroy());
  });
  server.timeout = requestMs;
  // Longer than the idle timeout of proxies (and our own callers): the server must not close a connection on which a
  // request is just being sent.
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  return server;
}

/**
 * Reads what remains of a request that already has its response, since the next one on the connection comes after it
 * (RFC 9112, section 9.3). When much remains, or never comes, the connection is closed.
 */
function discardRest(request: IncomingMessage, afterMs: number): void {
  if (request.complete) return;
  const length = Number(request.headers["content-length"] ?? Infinity);
  let bytesLeft = length <= MAX_KNOWN_BYTES ? MAX_KNOWN_BYTES : MAX_DISCARDED_BYTES;
  // The route's reader has stopped, and would pause the request again.
  request.removeAllListeners("data").on("data", ({ length }: Buffer) => {
    bytesLeft -= length;
    if (bytesLeft < 0) request.pause();
  });
  request.resume();
  const timer = setTimeout(() => {
    if (!request.complete) request.socket.destroy();
  }, afterMs);
  request.socket.once("close", () => clearTimeout(timer));
}

interface Listener {
  readonly port: number;
  /** null: all addresses of the machine. */
  readonly host: string | null;
}

/** Resolves when the server accepts connections there, and nowhere else. */
export async function listenOn(server: Server, { port, host }: Listener): Promise<void> {
  server.listen({ port, ...(host !== null && { host }) });
  await once(server, "listening");
}
