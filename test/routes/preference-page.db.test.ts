import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { isPageAllowed } from "~/http/public-rate-limits.server";
import { action, loader } from "~/routes/p.$token/route";
import { SHOP } from "../support/builders";
import { openTestDatabase } from "../support/database";
import {
  outboxDeps,
  storePlannedEmail,
  storeSendingShop,
  type OutboxDeps,
} from "../support/outbox-stage";
import { stopRealTime } from "../support/stop-real-time";

let database: Database;
let deps: OutboxDeps;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  deps = outboxDeps(database);
  (globalThis as { kindred?: unknown }).kindred = Promise.resolve({ deps });
  await storeSendingShop(deps.db);
  await deps.db.emailPreference.deleteMany();
  await storePlannedEmail(deps, { customerId: "1", messageId: "m1" });
});

const token = () => deps.keyring.signLink("preferences", `${SHOP}/c1/m1`);
const request = (address: string, body?: BodyInit, language = "en") =>
  new Request(`https://mail.kettle.example/p/x`, {
    headers: { "x-client-address": address, "accept-language": language },
    ...(body !== undefined && { method: "POST", body }),
  });
const open = (address: string, link = token()) =>
  loader({ request: request(address), params: { token: link }, context: {} });
const save = (address: string, form: Record<string, string>, link = token()) =>
  action({
    request: request(address, new URLSearchParams(form)),
    params: { token: link },
    context: {},
  });

test("the form needs no script and no cookie, shows no address, and confirms saving", async () => {
  const page = await open("192.0.2.1");
  const html = await page.text();
  expect(page.status).toBe(200);
  expect(page.headers.get("set-cookie")).toBeNull();
  expect(page.headers.get("content-security-policy")).not.toContain("script-src");
  expect(html).not.toMatch(/<script|[\w.]+@\w+\.\w/);
  const saved = await (await save("192.0.2.1", { frequency: "weekly" })).text();
  expect(saved).toContain("Saved.");
  expect(saved).toMatch(/value="weekly"[^>]*checked|checked[^>]*value="weekly"/);
});

test("uses the chosen language, else the customer's, else the browser's, and right-to-left for Arabic", async () => {
  const spoken = async (browser: string) => {
    const html = await (
      await loader({
        request: request("192.0.2.6", undefined, browser),
        params: { token: token() },
        context: {},
      })
    ).text();
    return /<html lang="(\w+)" dir="(\w+)">/.exec(html)?.slice(1);
  };
  await deps.db.profile.updateMany({ data: { locale: null } });
  expect(await spoken("es-MX,en")).toEqual(["es", "ltr"]);
  await deps.db.profile.updateMany({ data: { locale: "fr-CA" } });
  expect(await spoken("es-MX,en")).toEqual(["fr", "ltr"]);
  const saved = await (await save("192.0.2.6", { language: "ar", frequency: "usual" })).text();
  expect(saved).toContain("تم الحفظ");
  expect(await spoken("es-MX,en")).toEqual(["ar", "rtl"]);
});

test("a button in an email preselects its choice, which applies only once saved", async () => {
  const offer = async (choose: string) => {
    const requested = new Request(`https://mail.kettle.example/p/x?choose=${choose}`, {
      headers: { "x-client-address": "192.0.2.7", "accept-language": "en" },
    });
    return (await loader({ request: requested, params: { token: token() }, context: {} })).text();
  };
  const less = await offer("less-often");
  expect(less).toMatch(/Get emails <strong>at most once a month<\/strong>\?.*Save/s);
  expect(less).toMatch(/value="monthly"[^>]*checked|checked[^>]*value="monthly"/);
  const pause = await offer("pause");
  expect(pause).toMatch(/Pause emails <strong>for a month<\/strong>\?.*Save/s);
  expect(pause).toMatch(/<option value="30"[^>]*selected/);
  expect(await offer("everything")).not.toContain('class="offered"');
  expect(await deps.db.emailPreference.count()).toBe(0);

  const saved = await save("192.0.2.7", { frequency: "monthly", pause: "30" });
  expect(await saved.text()).not.toContain('class="offered"');
  expect(await deps.db.emailPreference.findMany()).toMatchObject([
    { frequency: "monthly", pausedUntil: new Date(deps.now().getTime() + 30 * 86_400_000) },
  ]);
});

test("opening changes nothing, and an invalid link shows no form", async () => {
  await open("192.0.2.2");
  expect((await open("192.0.2.2", "a.b.c")).status).toBe(404);
  expect((await save("192.0.2.2", {}, "a.b.c")).status).toBe(404);
  expect(await deps.db.emailPreference.count()).toBe(0);
});

test("a body that is too long is refused before it is read", async () => {
  expect((await save("192.0.2.3", { frequency: "x".repeat(5_000) })).status).toBe(413);
});

test("S14: limits one address to thirty requests at once, and serves others", async () => {
  stopRealTime();
  for (let i = 0; i < 60; i++) isPageAllowed(request("192.0.2.4"));
  expect((await open("192.0.2.4")).status).toBe(429);
  expect((await open("192.0.2.5")).status).toBe(200);
});
