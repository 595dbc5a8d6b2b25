import { afterAll, beforeAll, expect, test } from "vitest";
import { BASIC_PLAN } from "../shopify/world";
import type { Merchant } from "../support/merchant";
import { openStage, type Stage } from "../support/stage";

const LINE = { productId: "1000003", variantId: "1000103", quantity: 1 };
const ASKS_SHOPIFY = "/app/segments/import";
const FROZEN = { name: "frozen", displayName: "Frozen", closedStatus: 402 } as const;

let stage: Stage;
let shop: string;
let merchant: Merchant;
beforeAll(async () => {
  stage = await openStage({ flows: ["abandoned-checkout"] });
  shop = stage.shops[0]!;
  merchant = stage.merchants[0]!;
});
afterAll(() => stage.close());

/** Somebody leaves a checkout; two hours later the flow's first mail would be due. */
async function leaveCheckout(token: string, customerId: string): Promise<void> {
  const checkout = { token, customerId, lines: [LINE] };
  await stage.control.play(shop, [{ kind: "checkout_created", checkout }], { wait: true });
  await stage.advance(0.1);
  await stage.advance(2.5);
}
const mailsTo = async (customerId: string) =>
  (await stage.mails()).filter(({ to }) => to.includes(customerId)).length;
const status = async () => (await merchant.request("/app/progress")).status;
const tokenCalls = async () =>
  (await stage.control.tokenLog()).map(({ grant, status }) => `${grant} ${status}`);

test("a token that was revoked stops no mail, and is replaced when the merchant opens the app", async () => {
  await stage.control.revokeTokens(shop);
  await stage.control.clearLogs();
  // A page that asks Shopify finds it out.
  await merchant.get(ASKS_SHOPIFY);
  expect(await tokenCalls()).toEqual(["refresh_token 400"]);
  await leaveCheckout("revoked", "1001000");
  expect(await mailsTo("1001000")).toBe(1);
  await merchant.open();
  expect(await tokenCalls()).toContain("exchange 200");
  await stage.control.clearLogs();
  await merchant.get(ASKS_SHOPIFY);
  expect((await stage.control.graphqlLog()).map((it) => it.status)).toContain(200);
});

test("a shop that was frozen, and opened again on another plan, is still there and goes on", async () => {
  await stage.control.changePlan(shop, FROZEN);
  await stage.control.idle();
  await stage.advance(0.1);
  expect(await status()).toBe(200);
  const plan = { ...BASIC_PLAN, name: "shopify_plus", displayName: "Shopify Plus" };
  await stage.control.changePlan(shop, plan);
  await stage.control.idle();
  await stage.advance(1.1);
  await leaveCheckout("thawed", "1001001");
  expect(await mailsTo("1001001")).toBe(1);
});

test("fewer scopes than before let the merchant in still, and what was learnt stays", async () => {
  const { scopes } = await stage.control.install(shop);
  await stage.control.grantScopes(
    shop,
    scopes.filter((it) => it !== "read_all_orders"),
  );
  await stage.control.idle();
  await stage.advance(0.1);
  expect(await status()).toBe(200);
  const page = await (await merchant.get("/app/sync")).text();
  expect(page).toContain("seesOlderOrders");
});
