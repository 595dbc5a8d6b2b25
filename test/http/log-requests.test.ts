import { EventEmitter } from "node:events";
import type { Request, Response } from "express";
import { describe, expect, test } from "vitest";
import { logRequests } from "../../scripts/log-requests";
import type { RequestMeasure } from "~/lib/metrics.server";
import { traceRequest } from "~/lib/traces.server";
import { buildOf } from "../support/build-of";

const modules = Object.fromEntries(
  [
    ["routes/app.customers.$customerId", "routes/app.segments._index"],
    ["routes/c.$token", "routes/healthz", "routes/webhooks", "routes/app.segments_.export"],
  ]
    .flat()
    .map((id) => [id, {}]),
);

function answer(
  share: number,
  answers: readonly (readonly [url: string, status: number])[],
  measured: RequestMeasure[] = [],
  isOutage = false,
) {
  const written: RequestMeasure[] = [];
  const handler = logRequests(buildOf({ modules }), {
    share,
    isOutage: () => isOutage,
    write: (fields) => written.push(fields),
    measure: (request) => measured.push(request),
    trace: traceRequest,
  });
  for (const [originalUrl, statusCode] of answers) {
    const response = Object.assign(new EventEmitter(), { statusCode, writableFinished: true });
    handler(
      { method: "GET", originalUrl } as Request,
      response as unknown as Response,
      () => undefined,
    );
    response.emit("close");
  }
  return written;
}

describe("the request log", () => {
  test.each([
    ["/app/customers/7?email=ada@example.com", "/app/customers"],
    ["/app/customers/7.data", "/app/customers"],
    ["/app/segments", "/app/segments"],
    ["/c/eyJhbGciOi", "/c"],
    ["/webhooks", "/webhooks"],
    ["/ada@example.com/x", "other"],
    ["/", "/"],
  ])("writes %s as %s", (url, path) => {
    expect(answer(1, [[url, 200]])).toEqual([
      { method: "GET", path, status: 200, ms: expect.any(Number) as number },
    ]);
  });

  test("has the configured share of the requests, and all are measured", () => {
    const many = Array.from({ length: 400 }, () => ["/webhooks", 200] as const);
    const measured: RequestMeasure[] = [];
    expect(answer(0.25, many, measured)).toHaveLength(100);
    expect(measured).toHaveLength(400);
    expect(measured[0]).toMatchObject({ method: "GET", path: "/webhooks", status: 200 });
    expect(answer(0, many)).toEqual([]);
  });

  test("has failed requests beyond it, one a second", () => {
    const failed = Array.from({ length: 50 }, () => ["/webhooks", 503] as const);
    expect(answer(0, failed).map(({ status }) => status)).toEqual([503]);
  });

  test("has no failed requests of an outage beyond it, but measures them", () => {
    const failed = [["/webhooks", 503] as const, ["/healthz", 503] as const];
    const measured: RequestMeasure[] = [];
    expect(answer(0, failed, measured, true)).toEqual([]);
    expect(measured).toHaveLength(2);
  });

  test("has no health checks, unless they fail", () => {
    expect(answer(1, [["/healthz", 200]])).toEqual([]);
    expect(answer(1, [["/healthz", 503]])).toHaveLength(1);
  });
});
