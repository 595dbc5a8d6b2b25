import { AppError } from "~/lib/errors";
import type { Log } from "~/lib/log.server";

/**
 * What a failed request answers, and the one place where it is logged. A fault
 * with a known meaning keeps its status, by which the page finds its words
 * (components/error-page.tsx). Without a body, since Shopify's library gives one
 * answer to all the requests that waited for the same token.
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
