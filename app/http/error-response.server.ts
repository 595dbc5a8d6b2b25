import { AppError } from "~/lib/errors";
import type { Log } from "~/lib/log.server";

/**
 * What a failed request answers, and the one place where it is logged. A fault
 * with a known meaning keeps its status; its message is written for people.
 */
export function errorResponse(error: unknown, { log }: { readonly log: Log }): Response {
  if (error instanceof Response) return error;
  if (error instanceof AppError) {
    const level = error.status >= 500 ? "error" : "warn";
    log[level]({ err: error, code: error.code, ...error.context }, "request refused");
    return Response.json({ error: error.message }, { status: error.status });
  }
  log.error({ err: error }, "request failed");
  return Response.json({ error: "Something went wrong on our side." }, { status: 500 });
}
