import { createRequestHandler, type ServerBuild } from "@remix-run/node";
import { describe, expect, test } from "vitest";
import { answerFaults } from "~/http/answer-faults.server";
import { AppError, type ErrorCode } from "~/lib/errors";
import { createLog } from "~/lib/log.server";

const HREF = "https://kindred.example/app/customers/secret";

/** Remix's own server with one page whose loader and action run `work`. */
function serve(work: () => Response) {
  const logged: Record<string, unknown>[] = [];
  const unforeseen: unknown[] = [];
  const write = (line: string) => void logged.push(JSON.parse(line) as Record<string, unknown>);
  const log = createLog("info", { write });
  const page = { loader: work, action: work, default: () => null };
  const routes: ServerBuild["routes"] = {
    root: { id: "root", path: "", module: { default: () => null } },
    page: { id: "page", parentId: "root", path: "app/customers/:id", module: page },
  };
  const build: ServerBuild = {
    entry: {
      module: {
        default: (_request, status, headers) => new Response("a page", { status, headers }),
        handleError: (error) => void unforeseen.push(error),
      },
    },
    routes: answerFaults(routes, { log }),
    assets: { entry: { imports: [], module: "" }, routes: {}, url: "", version: "" },
    publicPath: "/",
    assetsBuildDirectory: "",
    future: FUTURE,
    isSpaMode: false,
    mode: "production",
  };
  return { ask: createRequestHandler(build, "production"), logged, unforeseen };
}

const FUTURE: ServerBuild["future"] = {
  v3_fetcherPersist: true,
  v3_relativeSplatPath: true,
  v3_throwAbortReason: true,
  v3_lazyRouteDiscovery: false,
  v3_singleFetch: true,
};

const fails = (error: Error) => (): never => {
  throw error;
};

const WAYS = [
  ["a page", () => new Request(HREF)],
  ["a page's data", () => new Request(`${HREF}.data`)],
  ["a form", () => new Request(HREF, { method: "POST", body: new URLSearchParams() })],
] as const;

describe.each(WAYS)("%s that fails", (_way, request) => {
  const STATUSES: [ErrorCode, number][] = [
    ["not_found", 404],
    ["conflict", 409],
    ["invalid_input", 422],
    ["unauthorized", 401],
    ["rate_limited", 429],
    ["upstream", 502],
    ["unavailable", 503],
  ];

  test.each(STATUSES)("answers the fault %s with %i", async (code, status) => {
    const { ask, logged, unforeseen } = serve(
      fails(new AppError(code, "No such thing", { context: { customerId: "7" } })),
    );
    expect((await ask(request())).status).toBe(status);
    expect(logged).toMatchObject([{ code, customerId: "7", path: "/app/customers" }]);
    expect(JSON.stringify(logged)).not.toContain("secret");
    expect(unforeseen).toEqual([]);
  });

  test("answers an unexpected error with 500, logged by the error handler", async () => {
    const error = new Error("connect to 10.0.0.7");
    const { ask, logged, unforeseen } = serve(fails(error));
    const answer = await ask(request());
    expect(answer.status).toBe(500);
    expect(await answer.text()).not.toContain("10.0.0.7");
    expect(logged).toEqual([]);
    expect(unforeseen).toEqual([error]);
  });
});

test.each(WAYS)("leaves %s without a fault unchanged", async (_way, request) => {
  const { ask, logged } = serve(() => new Response(null, { status: 204 }));
  expect((await ask(request())).status).toBeLessThan(300);
  expect(logged).toEqual([]);
});
