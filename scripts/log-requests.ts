import type { ServerBuild } from "@remix-run/node";
import type { RequestHandler } from "express";
import type { RequestMeasure } from "../app/lib/metrics.server.ts";

export interface RequestLog {
  /** The share of requests to log, from 0 to 1. */
  readonly share: number;
  /** Whether the database cannot be reached, which has its own log lines. */
  isOutage(): boolean;
  write(fields: RequestMeasure): void;
  /** Called for every request. */
  measure(request: RequestMeasure): void;
  /** Handles a request in a span. @returns to be called at its end */
  trace(
    request: Pick<RequestMeasure, "method" | "path">,
    handle: () => void,
  ): (status: number) => void;
}

/** Failed and slow requests are logged regardless of the share, but at most one of them a second, and none in an outage. */
const SLOW_MS = 2_000;
const EXTRA_EVERY_MS = 1_000;
/** Asked for every few seconds. */
const HEALTH = "/healthz";

/**
 * Logs a sample of the requests when they end: method, the beginning of the route's path, status, duration. Never the
 * rest of the URL, which may contain ids and tokens, nor headers, addresses or bodies.
 */
export function logRequests(
  build: Pick<ServerBuild, "routes">,
  { share, isOutage, write, measure, trace }: RequestLog,
): RequestHandler {
  const names = listPathNames(build);
  let sampled = 0;
  let extraAtMs = -Infinity;

  function isChosen(isExtra: boolean, nowMs: number): boolean {
    sampled += share;
    if (sampled >= 1) {
      sampled -= 1;
      return true;
    }
    if (!isExtra || nowMs - extraAtMs < EXTRA_EVERY_MS) return false;
    extraAtMs = nowMs;
    return true;
  }

  return (request, response, next) => {
    const startMs = performance.now();
    const { method, originalUrl } = request;
    const path = nameOfPath(originalUrl, names);
    let endSpan = (_status: number) => {};
    response.once("close", () => {
      const nowMs = performance.now();
      // A client that closed the connection received no status.
      const status = response.writableFinished ? response.statusCode : 499;
      measure({ method, path, status, ms: nowMs - startMs });
      endSpan(status);
      const ms = Math.round(nowMs - startMs);
      const isExtra = !isOutage() && (status >= 500 || ms >= SLOW_MS);
      if (path === HEALTH && !isExtra) return;
      if (isChosen(isExtra, nowMs)) write({ method, path, status, ms });
    });
    if (path === HEALTH) next();
    else endSpan = trace({ method, path }, next);
  };
}

/** The first two fixed parts of each route's path: `/app/customers` for `/app/customers/:customerId`. */
function listPathNames({ routes }: Pick<ServerBuild, "routes">): ReadonlySet<string> {
  const names = new Set(["/", "/assets"]);
  for (const id of Object.keys(routes)) {
    const [first, second] = id
      .replace(/^routes\//, "")
      .split(".")
      .map((part) => part.replace(/_$/, ""));
    if (!first || !isFixed(first)) continue;
    names.add(`/${first}`);
    if (second && isFixed(second)) names.add(`/${first}/${second}`);
  }
  return names;
}

const isFixed = (part: string) => /^[a-z][\w-]*$/.test(part);

/** The known beginning of a URL's path; "other" when none is known, because anyone can invent one. */
function nameOfPath(url: string, names: ReadonlySet<string>): string {
  const [path = ""] = url.split("?", 1);
  const [, first = "", second = ""] = path.replace(/\.data$/, "").split("/");
  const candidates = [`/${first}/${second}`, `/${first}`];
  return candidates.find((it) => names.has(it)) ?? "other";
}
