import { randomBytes } from "node:crypto";
import { PassThrough } from "node:stream";
import {
  createReadableStreamFromReadable,
  type EntryContext,
  type LoaderFunctionArgs,
  type ServerBuild,
} from "@remix-run/node";
import { isRouteErrorResponse, RemixServer } from "@remix-run/react";
import { isbot } from "isbot";
import { renderToPipeableStream } from "react-dom/server";
import { NonceProvider } from "./components/nonce";
import { getDeps } from "./deps.server";
import { answerFaults } from "./http/answer-faults.server";
import { limitBodies } from "./http/limit-bodies.server";
import { addDocumentHeaders } from "./http/document-headers.server";
import { safePath } from "./http/safe-path";
import { AppError } from "./lib/errors";
import { getShopify } from "./shopify.server";

// Imported by scripts/start.ts from the build, so that the app's parts exist only once.
export { startRuntime } from "./deps.server";

/** The build to serve, with limited admin bodies and faults of loaders and actions answered by their meaning. */
export async function withAnswers(build: ServerBuild): Promise<ServerBuild> {
  return { ...build, routes: answerFaults(limitBodies(build.routes), await getDeps()) };
}

/** How long slow data may delay a page before it is sent without. */
export const streamTimeout = 5_000;

export default async function renderDocument(
  request: Request,
  status: number,
  headers: Headers,
  context: EntryContext,
): Promise<Response> {
  const { config, log } = await getDeps();
  const nonce = randomBytes(16).toString("base64");
  // A failed page is rendered again as an error, with the headers of the first attempt.
  headers.delete("Content-Security-Policy");
  (await getShopify()).addDocumentResponseHeaders(request, headers);
  addDocumentHeaders(headers, { url: request.url, nonce, shopify: config.shopify });
  headers.set("Content-Type", "text/html; charset=utf-8");

  // Crawlers do not wait for streamed content.
  const readyAt = isbot(request.headers.get("user-agent") ?? "") ? "onAllReady" : "onShellReady";

  return new Promise((resolve, reject) => {
    let responseStatus = status;
    let hasShell = false;
    const { pipe, abort } = renderToPipeableStream(
      <NonceProvider value={nonce}>
        <RemixServer context={context} url={request.url} nonce={nonce} />
      </NonceProvider>,
      {
        nonce,
        [readyAt]() {
          hasShell = true;
          const body = new PassThrough();
          const stream = createReadableStreamFromReadable(body);
          resolve(new Response(stream, { headers, status: responseStatus }));
          pipe(body);
        },
        onShellError: reject,
        onError(error) {
          responseStatus = 500;
          // Shell errors reach handleError through the rejection above.
          if (hasShell) log.error({ err: error }, "page failed while it was streamed");
        },
      },
    );
    setTimeout(abort, streamTimeout + 1_000).unref();
  });
}

/** Logs unexpected errors. A fault with a known meaning already has its response and log line. */
export async function handleError(error: unknown, { request }: LoaderFunctionArgs): Promise<void> {
  if (request.signal.aborted) return;
  const { log } = await getDeps();
  const fields = { method: request.method, path: safePath(request.url) };
  if (isRouteErrorResponse(error) && error.status < 500) {
    log.debug({ ...fields, status: error.status }, "request refused");
  } else {
    const context = error instanceof AppError ? error.context : {};
    log.error({ ...context, ...fields, err: error }, "request failed");
  }
}
