import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { builtPixel } from "../shopify/storefront/pixel/built-pixel";
import {
  openPixelPage,
  type PixelPage,
  type PixelPageOptions,
} from "../shopify/storefront/pixel-page";
import { openSharedStage } from "../support/shared-stage";
import type { Stage } from "../support/stage";
import { step } from "../support/step";

const CUSTOMER = "1001000";
const PRODUCT = { productId: "1000003", variantId: "1000103" };
const YES = { analyticsProcessingAllowed: true, marketingAllowed: true };
const NO = { analyticsProcessingAllowed: false, marketingAllowed: false };

let stage: Stage;
let shop: string;
/** Response statuses of the pixels. */
let answers: Promise<number>[] = [];

beforeAll(async () => {
  stage = await openSharedStage();
  shop = stage.shops[0]!;
});
afterAll(() => stage.close());

/** The storefront, with the pixel as the app configured it at Shopify. */
async function open(clientId: string, consent: PixelPageOptions["consent"]) {
  const pixel = await stage.control.pixel(shop);
  if (!pixel) throw new Error("The app has put no pixel into the storefront");
  return openPixelPage({
    bundle: builtPixel(),
    settings: pixel.settings,
    consent,
    clientId,
    sendBeacon(url, body) {
      const headers = { "content-type": "text/plain;charset=UTF-8" };
      answers.push(fetch(url, { method: "POST", body, headers }).then(({ status }) => status));
      return true;
    },
  });
}

/** Leaves once the pixel has sent its events, and waits for the app's responses. */
async function sentBy(page: PixelPage): Promise<number[]> {
  await sleep(1_100);
  page.close();
  const statuses = await Promise.all(answers);
  answers = [];
  return statuses;
}

const customerPage = async () =>
  (await stage.merchants[0]!.get(`/app/customers/${CUSTOMER}`)).text();

const view = { productVariant: { id: PRODUCT.variantId, product: { id: PRODUCT.productId } } };

test("keeps visits of visitors who consent, and assigns them to the identified customer", async () => {
  await step("reports nothing of a visitor who declines", async () => {
    const page = await open("declines", NO);
    page.publish("page_viewed", {}, { path: "/products/candle" });
    page.publish("product_viewed", view);
    expect(await sentBy(page)).toEqual([]);
  });

  await step(
    "what a visitor looks at before an order is on the customer's page after it",
    async () => {
      const page = await open("phone", YES);
      page.publish("page_viewed", {}, { path: "/products/candle" });
      page.publish("product_viewed", view);
      page.publish("search_submitted", { searchResult: { query: "Beeswax", productVariants: [] } });
      page.publish("checkout_started", {
        checkout: { token: "browsed", email: "canary@example.com" },
      });
      expect(await sentBy(page)).toEqual([204]);
      expect(await customerPage()).not.toContain("beeswax");

      const checkout = {
        token: "browsed",
        customerId: CUSTOMER,
        lines: [{ ...PRODUCT, quantity: 1 }],
      };
      await stage.control.play(shop, [{ kind: "checkout_created", checkout }], { wait: true });
      await stage.advance(0.1);
      const found = await customerPage();
      expect(found).toContain("beeswax");
      expect(found).toContain("checkout");
      expect(found).not.toContain("canary");
    },
  );

  await step(
    "a second browser is the customer's by the link of an email to the customer",
    async () => {
      await stage.advance(2.5);
      const [email] = await stage.emails();
      // A click within seconds of the send would be a scanner's.
      await stage.advance(0.25);
      const BROWSER =
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1";
      const followed = await fetch(email!.links[0]!, {
        redirect: "manual",
        headers: { "user-agent": BROWSER },
      });
      const target = new URL(followed.headers.get("location") ?? "");
      expect(target.searchParams.get("kindred_click")).not.toBeNull();

      const page = await open("laptop", YES);
      page.publish("page_viewed", {}, { path: `${target.pathname}${target.search}` });
      page.publish("search_submitted", { searchResult: { query: "Linen", productVariants: [] } });
      expect(await sentBy(page)).toEqual([204]);
      await stage.advance(0.1);
      const found = await customerPage();
      expect(found).toContain("linen");
      expect(found).toContain("click");
    },
  );

  await step("the database has no browser id and no address from the pixel", async () => {
    const { events, profiles } = await stage.withDatabase(async (db) => ({
      events: await db.$queryRaw<{ text: string }[]>`
        select event::text as text from event where source = 'pixel' and shop_id = ${shop}`,
      profiles: await db.profile.findMany({ where: { shopId: shop, customerId: null } }),
    }));
    expect(events.length).toBeGreaterThanOrEqual(6);
    expect(JSON.stringify(events)).not.toMatch(/declines|"phone|laptop|canary/);
    expect(profiles).toEqual([]);
  });
});
