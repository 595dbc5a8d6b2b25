import {
  Agent,
  request as askHttp,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type ServerResponse,
} from "node:http";
import { Agent as TlsAgent, request as askHttps } from "node:https";
import { finished } from "node:stream/promises";

/** Headers of one connection, which are not passed on (RFC 9110, section 7.6.1). */
const OF_CONNECTION = [
  ...["connection", "keep-alive", "proxy-authenticate", "proxy-authorization", "proxy-connection"],
  ...["te", "trailer", "transfer-encoding", "upgrade", "expect"],
];
/** Shorter than the cells keep a connection, so that none is closed while a request is sent on it. */
const IDLE_MS = 30_000;
/** Longer than a cell takes for a request (scripts/guarded-server.ts). */
const ANSWER_MS = 125_000;
const agents = {
  http: new Agent({ keepAlive: true, timeout: IDLE_MS }),
  https: new TlsAgent({ keepAlive: true, timeout: IDLE_MS }),
};

/**
 * Sends a request to a cell, as it came.
 *
 * @param body the whole body if it was read, so that it can be sent again; otherwise it is streamed
 * @returns the cell's response, whose body must be read or destroyed
 */
export function sendToCell(
  cellUrl: string,
  request: IncomingMessage,
  response: ServerResponse,
  body: Uint8Array | null,
): Promise<IncomingMessage> {
  const isTls = cellUrl.startsWith("https:");
  return new Promise((resolve, reject) => {
    const sent = (isTls ? askHttps : askHttp)(
      new URL(cellUrl),
      {
        method: request.method,
        // Not of the URL, which would normalize it.
        path: request.url,
        headers: headersFor(request, body),
        agent: isTls ? agents.https : agents.http,
        timeout: ANSWER_MS,
      },
      resolve,
    );
    sent.on("error", reject);
    sent.on("timeout", () => sent.destroy(new Error("The cell took too long")));
    response.once("close", () => {
      if (!response.writableFinished) sent.destroy();
    });
    if (body) sent.end(body);
    else request.pipe(sent);
  });
}

/** Passes a cell's response on. A response that breaks off breaks off here, too. */
export async function relay(answer: IncomingMessage, response: ServerResponse): Promise<void> {
  const headers = Object.entries(answer.headers).filter(([name]) => !OF_CONNECTION.includes(name));
  response.writeHead(answer.statusCode ?? 502, Object.fromEntries(headers));
  answer.pipe(response);
  try {
    await finished(answer);
  } catch {
    response.destroy();
  }
}

/** Reads a whole body. @returns null when it is longer */
export async function readWhole(
  request: IncomingMessage,
  maxBytes: number,
): Promise<Uint8Array | null> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size <= maxBytes) parts.push(part);
  }
  return size <= maxBytes ? Buffer.concat(parts) : null;
}

/** Cells trust the router as a proxy: it adds the address of its client, as the last of the chain. */
function headersFor(request: IncomingMessage, body: Uint8Array | null): OutgoingHttpHeaders {
  const { headers, socket } = request;
  const kept = Object.entries(headers).filter(
    ([name, value]) =>
      value !== undefined && !OF_CONNECTION.includes(name) && !OF_ROUTER.includes(name),
  );
  const chain = [headers["x-forwarded-for"], socket.remoteAddress].flat().filter(Boolean);
  return {
    "x-forwarded-proto": "http",
    "x-forwarded-host": headers.host,
    ...Object.fromEntries(kept),
    "x-forwarded-for": chain.join(", "),
    ...(body && { "content-length": body.length }),
  };
}

/** Set by `trustProxies`, for its own process. */
const OF_ROUTER = ["x-client-address", "x-shopper-address"];
