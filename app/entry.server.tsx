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
import { knownPart } from "./http/known-part";
import { AppError } from "./lib/errors";
import { getShopify } from "./shopify.server";

// scripts/start.ts starts the app's parts by this, so that it has them from the build and not a second time.
export { startRuntime } from "./deps.server";

/** The build as it is to be served: no body of the admin is too long, and a fault that a loader or an action throws is answered by what it means. */
export async function withAnswers(build: ServerBuild): Promise<ServerBuild> {
  return { ...build, routes: answerFaults(limitBodies(build.routes), await getDeps()) };
}

/** How long slow data may hold a page up before it is sent without. */
export const streamTimeout = 5_000;

export default async function renderDocument(
  request: Request,
  status: number,
  headers: Headers,
  context: EntryContext,
): Promise<Response> {
  const { config, log } = await getDeps();
  const nonce = randomBytes(16).toString("base64");
  // A page that failed is rendered a second time, as an error, with the headers of the first.
  headers.delete("Content-Security-Policy");
  (await getShopify()).addDocumentResponseHeaders(request, headers);
  addDocumentHeaders(headers, { url: request.url, nonce, shopify: config.shopify });
  headers.set("Content-Type", "text/html; charset=utf-8");

  // Programs that index pages do not wait for what is streamed.
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
          // Faults of the shell reach handleError by the rejection above.
          if (hasShell) log.error({ err: error }, "page failed while it was streamed");
        },
      },
    );
    setTimeout(abort, streamTimeout + 1_000).unref();
  });
}

/** Where what nobody foresaw is logged; a fault with a known meaning has its answer and its line already. */
export async function handleError(error: unknown, { request }: LoaderFunctionArgs): Promise<void> {
  if (request.signal.aborted) return;
  const { log } = await getDeps();
  const fields = { method: request.method, path: knownPart(request.url) };
  if (isRouteErrorResponse(error) && error.status < 500) {
    log.debug({ ...fields, status: error.status }, "request refused");
  } else {
    const context = error instanceof AppError ? error.context : {};
    log.error({ ...context, ...fields, err: error }, "request failed");
  }
}
