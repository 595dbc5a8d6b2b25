import { afterAll, beforeAll, expect, test } from "vitest";
import { BASIC_PLAN } from "../shopify/world";
import type { Merchant } from "../support/merchant";
import { openSharedStage } from "../support/shared-stage";
import type { Stage } from "../support/stage";
import { step } from "../support/step";

const LINE = { productId: "1000003", variantId: "1000103", quantity: 1 };
const ASKS_SHOPIFY = "/app/segments/import";
const FROZEN = { name: "frozen", displayName: "Frozen", closedStatus: 402 } as const;

let stage: Stage;
let shop: string;
let merchant: Merchant;
beforeAll(async () => {
  stage = await openSharedStage({ flows: ["abandoned-checkout"] });
  shop = stage.shops[0]!;
  merchant = stage.merchants[0]!;
});
afterAll(() => stage.close());

/** A customer abandons a checkout; two hours later the flow's first email would be due. */
async function leaveCheckout(token: string, customerId: string): Promise<void> {
  const checkout = { token, customerId, lines: [LINE] };
  await stage.control.play(shop, [{ kind: "checkout_created", checkout }], { wait: true });
  await stage.advance(0.1);
  await stage.advance(2.5);
}
const emailsTo = async (customerId: string) =>
  (await stage.emails()).filter(({ to }) => to.includes(customerId)).length;
const status = async () => (await merchant.request("/app/progress")).status;
const tokenCalls = async () =>
  (await stage.control.tokenLog())
    .filter((it) => it.shop === shop)
    .map(({ grant, status }) => `${grant} ${status}`);
const graphqlStatuses = async () =>
  (await stage.control.graphqlLog()).filter((it) => it.shop === shop).map((it) => it.status);

test("an installation survives revoked tokens, a frozen shop, fewer scopes, a reinstall and its end", async () => {
  await step(
    "a token that was revoked stops no email, and is replaced when the merchant opens the app",
    async () => {
      // First, as the app's own work may detect the revocation at once.
      await stage.control.clearLogs();
      await stage.control.revokeTokens(shop);
      // A page that queries Shopify detects it.
      await merchant.get(ASKS_SHOPIFY);
      expect(await tokenCalls()).toContain("refresh_token 400");
      await leaveCheckout("revoked", "1001000");
      expect(await emailsTo("1001000")).toBe(1);
      await merchant.open();
      expect(await tokenCalls()).toContain("exchange 200");
      await stage.control.clearLogs();
      await merchant.get(ASKS_SHOPIFY);
      expect(await graphqlStatuses()).toContain(200);
    },
  );

  await step(
    "a shop that was frozen, and opened again on another plan, is still there and goes on",
    async () => {
      await stage.control.changePlan(shop, FROZEN);
      await stage.control.idle();
      await stage.advance(0.1);
      expect(await status()).toBe(200);
      const plan = { ...BASIC_PLAN, name: "shopify_plus", displayName: "Shopify Plus" };
      await stage.control.changePlan(shop, plan);
      await stage.control.idle();
      await stage.advance(1.1);
      await leaveCheckout("thawed", "1001001");
      expect(await emailsTo("1001001")).toBe(1);
    },
  );

  await step(
    "fewer scopes than before let the merchant in still, and what was learned stays",
    async () => {
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
    },
  );

  await step(
    "who reinstalls before the uninstall webhook arrives stays, whatever arrives later",
    async () => {
      // Blocked until released.
      await stage.control.setFaults({
        webhooks: { topics: ["app/uninstalled"], reorderWindow: 2 },
      });
      await stage.control.uninstall(shop);
      await stage.control.setClock({ advanceMs: 60_000 });
      await stage.control.install(shop);
      await merchant.open();
      // The uninstall removed the pixel, so a reinstall creates another.
      await expect.poll(() => stage.control.pixel(shop)).not.toBeNull();
      await stage.control.clearFaults();
      expect(await stage.control.idle()).toBe(true);
      await stage.control.play(shop, [{ kind: "shop_redacted" }], { wait: true });
      await merchant.waitForBackfill();
      expect(await status()).toBe(200);
      // After the quiet hours of the night.
      await stage.advance(16);
      await leaveCheckout("back", "1001002");
      expect(await emailsTo("1001002")).toBe(1);
    },
  );

  await step("two days after an uninstall only opt-outs are left of the shop", async () => {
    const email = (await stage.emails()).find(({ to }) => to.includes("1001002"));
    await fetch(email!.unsubscribeUrl, {
      method: "POST",
      body: new URLSearchParams({ "List-Unsubscribe": "One-Click" }),
    });
    await stage.advance(0.1);
    await stage.control.uninstall(shop);
    await merchant.waitUntilHidden();
    await stage.control.setClock({ advanceMs: 48 * 3_600_000 });
    await stage.control.play(shop, [{ kind: "shop_redacted" }], { wait: true });
    const where = { shopId: shop };
    const left = () =>
      stage.withDatabase(async (db) => ({
        events: await db.event.count({ where }),
        profiles: await db.profile.count({ where }),
        messages: await db.messageStatus.count({ where }),
        sessions: await db.shopifySession.count({ where }),
        saidNo: await db.suppression.count({ where }),
      }));
    await expect
      .poll(left, { interval: 1_000 })
      .toEqual({ events: 0, profiles: 0, messages: 0, sessions: 0, saidNo: 1 });
  });
});
