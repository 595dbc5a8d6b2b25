import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { readNotifyMe, readSignUp } from "~/delivery/consents/opt-in-form";
import { receiveNotifyMe, receiveSignUp } from "~/delivery/opt-in/receive-opt-in.server";
import { submitThroughProxy } from "~/http/submit-through-proxy.server";
import { createAppProxyGuard } from "~/http/app-proxy-guard.server";
import { createShop, NOW, SHOP } from "../support/builders";
import { openTestDatabase } from "../support/database";
import { createTestDeps } from "../support/deps";
import { createProfile } from "../support/rows";
import { PROXY_SECRET, proxyUrl } from "../support/signed-proxy";

const config = { shopify: { apiSecret: PROXY_SECRET, apiSecretOld: null } };
let database: Database;
let deps: ReturnType<typeof createTestDeps> & { db: Database["db"] };
let guards: Parameters<typeof submitThroughProxy>[1];

beforeAll(async () => {
  database = await openTestDatabase();
  deps = { ...createTestDeps(), db: database.db };
  await createShop(database.db, SHOP);
  const appProxy = createAppProxyGuard({ ...deps, config, realNow: deps.now });
  guards = { appProxy, checkCaptcha: () => Promise.resolve("verified") };
});
afterAll(() => database.close());

let visitors = 0;
function post(
  fields: Record<string, string>,
  { url = proxyUrl("sign-up"), accept = "application/json", method = "POST" } = {},
): Request {
  const headers = { accept, "x-shopper-address": `198.51.${++visitors}.7` };
  const body = method === "POST" ? new URLSearchParams(fields) : null;
  return new Request(url, { method, headers, body });
}
const signUp = (request: Request) =>
  submitThroughProxy(request, guards, readSignUp, (shopId, form, asker) =>
    receiveSignUp(shopId, form, asker, deps),
  );
const requests = () => database.db.optInRequest.count();

describe("a theme form", () => {
  test.each([
    ["no signature of Shopify's", 401, post({}, { url: "https://k.example/proxy/sign-up" })],
    [
      "a shop without the app",
      404,
      post({}, { url: proxyUrl("sign-up", { shop: "no.myshopify.com" }) }),
    ],
    ["no address", 422, post({ email: "nobody" })],
    ["a locale that is none", 400, post({ email: "a@example.com", locale: "<b>" })],
    ["more than a form", 413, post({ email: "a@example.com", consent: "x".repeat(17_000) })],
    ["a look instead of a post", 405, post({}, { method: "GET" })],
  ])("with %s is answered %i and not stored", async (_what, status, request) => {
    const before = await requests();
    expect((await signUp(request)).status).toBe(status);
    expect(await requests()).toBe(before);
  });

  test("filled in by a bot gets the normal response and is not stored", async () => {
    const before = await requests();
    const answer = await signUp(post({ email: "bot@example.com", website: "http://spam" }));
    expect(await answer.json()).toEqual({ next: "confirm" });
    expect(await requests()).toBe(before);
  });

  test("gets the same response for a customer, a stranger and a suppressed address", async () => {
    const { email } = await createProfile(database.db, deps.keyring, { customerId: "7" });
    const barred = "barred@example.com";
    await database.db.suppression.create({
      data: {
        shopId: SHOP,
        emailIndex: deps.keyring.blindIndex(SHOP, barred),
        reason: "complaint",
        createdAt: NOW,
      },
    });
    const answers = [];
    for (const typed of [email, "stranger@example.com", barred]) {
      const answer = await signUp(post({ email: typed, locale: "de" }));
      const headers = [...answer.headers].sort();
      answers.push([answer.status, await answer.text(), headers]);
    }
    expect(answers[0]).toEqual([200, '{"next":"confirm"}', answers[1]?.[2]]);
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[2]).toEqual(answers[0]);
  });

  test("sent in a demo counts at the store's time, whatever the time of Shopify's signature", async () => {
    const storeAt = new Date("2011-09-01T12:00:00Z");
    const answer = await submitThroughProxy(
      post({ email: "early@example.com" }),
      guards,
      readSignUp,
      (shopId, form, asker) => receiveSignUp(shopId, form, asker, { ...deps, now: () => storeAt }),
    );
    expect(answer.status).toBe(200);
    const emailIndex = deps.keyring.blindIndex(SHOP, "early@example.com");
    const { createdAt } = await database.db.optInRequest.findFirstOrThrow({
      where: { emailIndex },
    });
    expect(createdAt).toEqual(storeAt);
  });

  test("sent without scripts gets a page in the form's language", async () => {
    const answer = await signUp(
      post({ email: "page@example.com", locale: "de" }, { accept: "text/html" }),
    );
    expect(answer.headers.get("content-type")).toContain("text/html");
    expect(await answer.text()).toContain("Bitte noch die E-Mail-Adresse bestätigen");
  });

  test("for an unknown variant is answered 404", async () => {
    const requested = { email: "a@example.com", variant: "999", kind: "price_drop" };
    const answer = await submitThroughProxy(
      post(requested),
      guards,
      readNotifyMe,
      (shopId, form, asker) => receiveNotifyMe(shopId, form, asker, deps),
    );
    expect(answer.status).toBe(404);
  });
});
