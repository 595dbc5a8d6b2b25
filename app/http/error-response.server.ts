import { AppError } from "~/lib/errors";
import type { Log } from "~/lib/log.server";

/**
 * The response of a failed request, and the only place where it is logged. An AppError keeps its
 * status, from which the page derives its text (components/error-page.tsx). Without a body, because
 * Shopify's library shares one response among all requests that waited for the same token.
 */
export function errorResponse(error: unknown, { log }: { readonly log: Log }): Response {
  if (error instanceof Response) return error;
  if (error instanceof AppError) {
    const level = error.status >= 500 ? "error" : "warn";
    log[level]({ err: error, code: error.code, ...error.context }, "request refused");
    return new Response(null, { status: error.status });
  }
  log.error({ err: error }, "request failed");
  return new Response(null, { status: 500 });
}
