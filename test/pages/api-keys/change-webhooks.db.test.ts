import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Database } from "~/db.server";
import type { HookRequest } from "~/delivery/actions/post-hook.server";
import { openEndpointSecrets } from "~/delivery/webhooks/endpoint-store.server";
import { WEBHOOK_LIMITS } from "~/events/api/webhook-types";
import { changeWebhooks } from "~/pages/api-keys/change-webhooks.server";
import { loadWebhooksPage } from "~/pages/api-keys/webhooks-page.server";
import { createShop, NOW, OTHER_SHOP, SHOP } from "../../support/builders";
import { openTestDatabase } from "../../support/database";
import { createTestDeps } from "../../support/deps";
import { isVerified } from "../../support/local-receiver";

const testDeps = createTestDeps();
const CHOICE = {
  url: "https://hooks.example.com/kindred",
  types: ["email.sent"],
  hasAddresses: false,
};
let database: Database;
let posted: HookRequest[];
beforeAll(async () => {
  database = await openTestDatabase();
  await createShop(database.db);
  await createShop(database.db, OTHER_SHOP);
});
afterAll(() => database.close());
beforeEach(async () => {
  posted = [];
  await database.db.webhookEndpoint.deleteMany();
  await database.db.auditEntry.deleteMany();
});

const change = (body: unknown, shopId = SHOP) =>
  changeWebhooks(shopId, body, {
    ...testDeps,
    db: database.db,
    postHook(request) {
      posted.push(request);
      return Promise.resolve({ kind: "status", status: 503 });
    },
  });
const page = (shopId = SHOP) => loadWebhooksPage(database.db, shopId);
const secrets = (endpointId: string) =>
  openEndpointSecrets(database.db, SHOP, endpointId, { ...testDeps, now: NOW });

async function create(choice: object = CHOICE) {
  const answer = await change({ kind: "create", choice });
  if (answer.kind !== "created") throw new Error(answer.kind);
  return answer;
}

test("adds an endpoint, and shows its secret only in the answer", async () => {
  const { endpointId, secret } = await create();
  expect(secret).toMatch(/^whsec_[\w+/=]{44}$/);
  expect(await secrets(endpointId)).toEqual([secret]);
  expect(await page()).toMatchObject([{ ...CHOICE, endpointId, status: "active", recent: [] }]);
  const stored = await database.db.$queryRaw`select to_jsonb(it)::text from webhook_endpoint it`;
  expect(JSON.stringify([await page(), stored])).not.toContain(secret);
  expect(await page(OTHER_SHOP)).toEqual([]);
});

test("changes, pauses, resumes, rotates and deletes an endpoint of the shop only", async () => {
  const { endpointId, secret } = await create();
  const requests = [
    { kind: "save", choice: { ...CHOICE, hasAddresses: true } },
    { kind: "pause" },
    { kind: "resume" },
    { kind: "rotate" },
    { kind: "test" },
    { kind: "replay_one", webhookId: "wh1" },
    { kind: "replay_since", since: NOW.toISOString() },
    { kind: "delete" },
  ];
  for (const request of requests) {
    expect(await change({ ...request, endpointId }, OTHER_SHOP)).toEqual({
      ...{ kind: "refused", reason: "unknown" },
    });
  }
  expect(await page()).toMatchObject([{ hasAddresses: false, status: "active" }]);
  const kinds = [];
  for (const request of requests.slice(0, 4)) {
    kinds.push((await change({ ...request, endpointId })).kind);
  }
  expect(kinds).toEqual(["saved", "paused", "resumed", "rotated"]);
  expect(await page()).toMatchObject([{ hasAddresses: true, status: "active" }]);
  const [current, previous] = await secrets(endpointId);
  expect(previous).toBe(secret);
  expect(current).not.toBe(secret);
  expect(await change({ kind: "delete", endpointId })).toMatchObject({ kind: "deleted" });
  expect(await page()).toEqual([]);
  const entries = await database.db.auditEntry.findMany({ orderBy: { auditId: "asc" } });
  expect(entries.map(({ action }) => action)).toEqual([
    "webhook_endpoint_created",
    "webhook_endpoint_saved",
    "webhook_endpoint_status_set",
    "webhook_endpoint_status_set",
    "webhook_endpoint_secret_rotated",
    "webhook_endpoint_deleted",
  ]);
});

test("sends a signed test at once, and lists what the endpoint answered", async () => {
  const { endpointId, secret } = await create();
  expect(await change({ kind: "test", endpointId })).toEqual({
    ...{ kind: "tested", url: CHOICE.url, status: 503, error: "answered_503" },
  });
  const [request] = posted;
  expect(request!.url).toBe(CHOICE.url);
  expect(isVerified(request!.headers, request!.body, secret)).toBe(true);
  expect((await page())[0]?.recent).toMatchObject([
    { type: "webhook.test", state: "failed", responseStatus: 503 },
  ]);
});

test.each([
  ["url", { url: "http://hooks.example.com" }],
  ["url", { url: "https://127.0.0.1/in" }],
  ["url", { url: "https://[fd00::1]/in" }],
  ["url", { url: "https://localhost/in" }],
  ["url", { url: "https://user:password@hooks.example.com" }],
  ["url", { url: `https://hooks.example.com/${"x".repeat(500)}` }],
  ["types", { types: [] }],
  ["types", { types: ["order.placed"] }],
  ["unreadable", { hasAddresses: "yes" }],
])("refuses an endpoint because of its %s: %j", async (reason, wrong) => {
  const answer = await change({ kind: "create", choice: { ...CHOICE, ...wrong } });
  expect(answer).toEqual({ kind: "refused", reason });
  expect(await page()).toEqual([]);
});

test("refuses more endpoints than a store may have", async () => {
  for (let n = 0; n < WEBHOOK_LIMITS.endpoints; n += 1) await create();
  expect(await change({ kind: "create", choice: CHOICE })).toMatchObject({ reason: "too_many" });
});
