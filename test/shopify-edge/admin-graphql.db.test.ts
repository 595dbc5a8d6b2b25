import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import type { Database } from "~/db.server";
import { adminGraphql } from "~/shopify/admin-graphql.server";
import { defineOperation } from "~/shopify/operations/admin-operation";
import { storeSession } from "~/shopify/session-storage.server";
import { createShop, SHOP } from "../support/builders";
import { openTestDatabase } from "../support/database";
import { createTestDeps } from "../support/deps";
import { anOfflineSession } from "./an-offline-session";
import {
  startScriptedShopify,
  type ScriptedAnswer,
  type ScriptedShopify,
} from "./scripted-shopify";

const shopName = defineOperation({
  name: "ShopName",
  document: "query ShopName { shop { name } }",
  variables: z.object({}),
  result: z.object({ shop: z.object({ name: z.string() }) }),
});
const NAMED: ScriptedAnswer = { body: { data: { shop: { name: "Kettle" } } } };
const THROTTLED: ScriptedAnswer = {
  body: {
    errors: [{ message: "Throttled", extensions: { code: "THROTTLED" } }],
    extensions: {
      cost: {
        requestedQueryCost: 500,
        throttleStatus: { maximumAvailable: 2000, currentlyAvailable: 100, restoreRate: 100 },
      },
    },
  },
};

let database: Database;
let shopify: ScriptedShopify;
let waits: number[];
beforeAll(async () => {
  database = await openTestDatabase();
  shopify = await startScriptedShopify();
});
afterAll(async () => {
  await shopify.close();
  await database.close();
});
beforeEach(async () => {
  shopify.calls.length = 0;
  waits = [];
  await database.db.shop.deleteMany();
  await createShop(database.db);
  await storeSession(anOfflineSession(), deps());
});

const deps = () => ({
  ...createTestDeps(),
  db: database.db,
  config: { shopify: { apiKey: "key", apiSecret: "secret" } },
  pause: (waitMs: number) => Promise.resolve(waits.push(waitMs)),
});
const ask = () => adminGraphql(SHOP, shopName, {}, deps());

/** Responses in order; the last one repeats. */
function script(...answers: ScriptedAnswer[]) {
  shopify.answer = () => (answers.length > 1 ? answers.shift()! : answers[0]!);
}

describe("adminGraphql", () => {
  test("returns the data in the operation's shape", async () => {
    script(NAMED);
    expect(await ask()).toEqual({ shop: { name: "Kettle" } });
    expect(shopify.calls).toMatchObject([
      { path: "/admin/api/2026-10/graphql.json", host: SHOP, token: "shpat_first" },
    ]);
  });

  test("waits until the budget covers a throttled query", async () => {
    script(THROTTLED, NAMED);
    await ask();
    expect(waits).toHaveLength(1);
    expect(waits[0]).toBeGreaterThanOrEqual(4000);
    expect(waits[0]).toBeLessThanOrEqual(5000);
  });

  test.each([
    ["429 with Retry-After", { status: 429, headers: { "retry-after": "2" }, body: "" }, 2000],
    ["502", { status: 502, body: "" }, 500],
    ["503", { status: 503, body: "" }, 500],
  ])("tries again after %s", async (_what, answer, minMs) => {
    script(answer, NAMED);
    await ask();
    expect(waits).toHaveLength(1);
    expect(waits[0]).toBeGreaterThanOrEqual(minMs);
  });

  test("gives up on an outage after six attempts with growing waits", async () => {
    script({ status: 503, body: "" });
    await expect(ask()).rejects.toMatchObject({ code: "upstream", retryable: true });
    expect(shopify.calls).toHaveLength(6);
    expect(waits).toEqual([...waits].sort((a, b) => a - b));
  });

  test("refreshes a rejected token once and retries with it", async () => {
    shopify.answer = ({ path, token }) => {
      if (path.endsWith("access_token")) {
        return {
          body: {
            access_token: "shpat_second",
            scope: "",
            expires_in: 3600,
            refresh_token: "shprt_second",
            refresh_token_expires_in: 3600,
          },
        };
      }
      return token === "shpat_second" ? NAMED : { status: 401, body: "" };
    };
    expect(await ask()).toEqual({ shop: { name: "Kettle" } });
    expect(shopify.calls.map((it) => it.token)).toEqual(["shpat_first", undefined, "shpat_second"]);
  });

  test("explains what to do when Shopify denies access", async () => {
    script({ body: { errors: [{ message: "no", extensions: { code: "ACCESS_DENIED" } }] } });
    await expect(ask()).rejects.toMatchObject({
      code: "unauthorized",
      retryable: false,
      message: expect.stringContaining("scopes") as string,
    });
    expect(shopify.calls).toHaveLength(1);
  });

  test.each([
    ["frozen", 402],
    ["locked", 423],
  ])("reports who can open a %s shop again, and asks only once", async (_what, status) => {
    script({ status, body: "" });
    await expect(ask()).rejects.toMatchObject({
      code: "unauthorized",
      retryable: false,
      message: expect.stringContaining("its owner can open it again") as string,
    });
    expect(shopify.calls).toHaveLength(1);
    // A temporarily closed shop has not left.
    expect(await database.db.shop.findMany()).toMatchObject([
      { accessLostAt: null, closedAs: "frozen" },
    ]);
  });

  test("surfaces what a mutation refused, with its codes", async () => {
    const userErrors = [{ field: ["query"], message: "is already running", code: "LIMIT_REACHED" }];
    script({ body: { data: { run: { userErrors } } } });
    await expect(ask()).rejects.toMatchObject({
      code: "invalid_input",
      message: "Shopify refuses ShopName: query: is already running",
      context: { codes: "LIMIT_REACHED" },
    });
  });

  test("names the field when the answer has another shape", async () => {
    script({ body: { data: { shop: { name: null } } } });
    await expect(ask()).rejects.toMatchObject({
      code: "upstream",
      retryable: false,
      message: expect.stringContaining("shop.name") as string,
    });
  });

  test.each([
    ["a page of HTML", "<html>"],
    ["nothing", ""],
    ["no data and no errors", {}],
  ])("treats %s as a temporary fault of Shopify", async (_what, body) => {
    script({ body });
    await expect(ask()).rejects.toMatchObject({ code: "upstream", retryable: true });
  });
});
