import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { checkCaptcha } from "~/delivery/opt-in/captcha/check-captcha.server";
import { verifyCaptcha } from "~/delivery/opt-in/captcha/verify-captcha.server";
import { readSignUp } from "~/delivery/consents/opt-in-form";
import { receiveSignUp } from "~/delivery/opt-in/receive-opt-in.server";
import { loadSettingsPage, saveSettings } from "~/pages/settings/save-settings.server";
import { submitThroughProxy } from "~/http/submit-through-proxy.server";
import { createAppProxyGuard } from "~/http/app-proxy-guard.server";
import type { ShopId } from "~/lib/shop-id";
import { createShop, SHOP } from "../support/builders";
import { openTestDatabase } from "../support/database";
import { createTestDeps } from "../support/deps";
import { startLocalCaptcha, type LocalCaptcha } from "../support/local-captcha";
import { PROXY_SECRET, proxyUrl } from "../support/signed-proxy";
import { emptyTables } from "../support/stored-rows";

const SECRET = "0x4AAA-captcha-secret";
let database: Database;
let captcha: LocalCaptcha;
let deps: ReturnType<typeof createTestDeps> & { db: Database["db"] };
beforeAll(async () => {
  database = await openTestDatabase();
  captcha = await startLocalCaptcha(SECRET);
});
afterAll(async () => {
  await captcha.stop();
  await database.close();
});
beforeEach(async () => {
  captcha.fault = "none";
  captcha.asked.length = 0;
  deps = { ...createTestDeps(), db: database.db };
  await emptyTables(deps.db);
  await createShop(deps.db);
});

let typed = 0;
/** Saves settings as the page does, with the merchant's changes. */
async function save(change: object) {
  const { values, version } = await loadSettingsPage(deps.db, SHOP, deps);
  const brand = { postalAddress: "1 Mill Lane, Bath", optInRule: "single" };
  const save = { version, values: { ...values, ...brand, ...change } };
  return saveSettings(SHOP, save, { ...deps, config: { kindredSender: null } });
}
async function signUp(fields: Record<string, string> = {}) {
  const url = proxyUrl("sign-up");
  const body = new URLSearchParams({ email: `person${++typed}@example.com`, ...fields });
  const headers = { accept: "application/json", "x-shopper-address": `10.${typed}.0.1` };
  const config = { shopify: { apiSecret: PROXY_SECRET, apiSecretOld: null } };
  const asking = {
    ...deps,
    verifyCaptcha: verifyCaptcha(captcha.urls, captcha.fault === "hangs" ? 50 : 60_000),
  };
  const answer = await submitThroughProxy(
    new Request(url, { method: "POST", headers, body }),
    {
      appProxy: createAppProxyGuard({ ...deps, config, realNow: deps.now }),
      checkCaptcha: (shopId: ShopId, token) => checkCaptcha(shopId, token, asking),
    },
    readSignUp,
    (shopId, form, asker) => receiveSignUp(shopId, form, asker, deps),
  );
  return `${answer.status} ${await answer.text()}`;
}
const DONE = '200 {"next":"done"}';
const CONFIRM = '200 {"next":"confirm"}';
const REFUSED = '403 {"error":"captcha"}';
const turnstile = (token: string) => ({ "cf-turnstile-response": token });

test("a shop without a captcha shows none", async () => {
  await save({});
  expect(await signUp(turnstile("whatever"))).toBe(DONE);
  expect(captcha.asked).toEqual([]);
});

test.each([
  ["turnstile", "cf-turnstile-response"],
  ["hcaptcha", "h-captcha-response"],
])("%s accepts people and rejects bots", async (service, field) => {
  await save({ captcha: service, captchaSecret: SECRET });
  expect(await signUp({ [field]: `good-${service}` })).toBe(DONE);
  expect(captcha.asked).toEqual([
    { path: `/${service}`, fields: { secret: SECRET, response: `good-${service}` } },
  ]);
  // The same response again, an invented one, and none.
  expect(await signUp({ [field]: `good-${service}` })).toBe(REFUSED);
  expect(await signUp({ [field]: "made up" })).toBe(REFUSED);
  expect(await signUp()).toBe(REFUSED);
  expect(await deps.db.optInRequest.count()).toBe(1);
});

test("accepts forms with email confirmation until the theme shows the widget", async () => {
  await save({ captcha: "turnstile", captchaSecret: SECRET });
  expect(await signUp()).toBe(CONFIRM);
  expect(await signUp(turnstile("good-first"))).toBe(DONE);
  expect(await signUp()).toBe(REFUSED);
});

describe.each(["hangs", "broken", "refuses_secret"] as const)(
  "a captcha service that %s",
  (fault) => {
    test("accepts every form, with email confirmation", async () => {
      await save({ captcha: "turnstile", captchaSecret: SECRET });
      expect(await signUp(turnstile(`good-before-${fault}`))).toBe(DONE);
      captcha.fault = fault;
      expect(await signUp(turnstile(`good-${fault}`))).toBe(CONFIRM);
      expect(await deps.db.optInRequest.count({ where: { state: "queued" } })).toBe(1);
      // A form without any captcha response still counts as a bot's.
      expect(await signUp()).toBe(REFUSED);
    });
  },
);

describe("the captcha secret", () => {
  test("is sealed, never shown again, and kept when the field is empty", async () => {
    await save({ captcha: "turnstile", captchaSecret: SECRET });
    const row = await deps.db.signUpGuard.findFirstOrThrow();
    expect(Buffer.from(row.sealedCaptchaSecret!).toString("latin1")).not.toContain(
      "captcha-secret",
    );
    const { values } = await loadSettingsPage(deps.db, SHOP, deps);
    expect(values).toMatchObject({ captcha: "turnstile", captchaSecret: "" });
    expect(await save({})).toMatchObject({ kind: "saved" });
    expect(await signUp(turnstile("good-kept"))).toBe(DONE);
  });

  test("is required for another service, and deleted with the captcha", async () => {
    await save({ captcha: "turnstile", captchaSecret: SECRET });
    expect(await save({ captcha: "hcaptcha" })).toMatchObject({
      kind: "invalid",
      problems: { captchaSecret: { kind: "invalid" } },
    });
    await save({ captcha: "" });
    expect(await deps.db.signUpGuard.findFirstOrThrow()).toMatchObject({
      captcha: null,
      sealedCaptchaSecret: null,
    });
    expect(await signUp()).toBe(DONE);
  });
});
