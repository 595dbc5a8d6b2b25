import { describe, expect, test } from "vitest";
import { errorResponse } from "~/http/error-response.server";
import { AppError } from "~/lib/errors";
import { createLog } from "~/lib/log.server";

function answer(error: unknown) {
  const lines: string[] = [];
  const log = createLog("info", { write: (line) => void lines.push(line) });
  return {
    response: errorResponse(error, { log }),
    logged: lines.map((it): unknown => JSON.parse(it)),
  };
}

describe("errorResponse", () => {
  test("keeps the status of a known fault, and logs its cause", () => {
    const context = { shopId: "kettle.myshopify.com" };
    const { response, logged } = answer(new AppError("unauthorized", "No access", { context }));
    expect(response.status).toBe(401);
    expect(logged).toMatchObject([{ level: "warn", code: "unauthorized", ...context }]);
  });

  test("reveals nothing about other errors, and logs them once", async () => {
    const { response, logged } = answer(new Error("connect to 10.0.0.7 as postgres"));
    expect(response.status).toBe(500);
    expect(await response.text()).toBe("");
    expect(logged).toMatchObject([
      { level: "error", err: { message: expect.any(String) as string } },
    ]);
  });

  test("returns a new response each time, since requests with one token share an error", async () => {
    const { response } = answer(new AppError("upstream", "away"));
    expect([await response.text(), await response.text()]).toEqual(["", ""]);
  });

  test("returns a thrown response, since Shopify's library throws them", () => {
    const thrown = new Response(null, { status: 410 });
    expect(answer(thrown)).toEqual({ response: thrown, logged: [] });
  });
});
