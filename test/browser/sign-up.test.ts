import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { builtPixel } from "../shopify/storefront/pixel/built-pixel";
import type { MerchantBrowser } from "../support/browser";
import { inspectProgress, openShopperBrowser, type ShopperBrowser } from "../support/shopper";
import { smallStore } from "../support/small-store";
import type { ReceivedEmail, Stage } from "../support/stage";
import { step } from "../support/step";
import { useMerchant } from "../support/use-merchant";

const NEWCOMER = "orla.quill@example.com";
const WAITING = "nina.wait@example.com";
const TEAPOT = "1000001";
const CARAFE = "1000007";

let stage: Stage;
let chromium: MerchantBrowser;
let home: string;
/** The browser of a sign-up, and its id from Shopify. */
let laptop: ShopperBrowser;
let customerId: string;

/** A store in Germany, where a sign-up must be confirmed, with one sold-out product. */
function germanStore() {
  const store = smallStore();
  const products = store.products.map((it) =>
    it.id === CARAFE
      ? { ...it, variants: it.variants.map((variant) => ({ ...variant, inventoryQuantity: 0 })) }
      : it,
  );
  return { ...store, shop: { ...store.shop, countryCode: "DE" }, products };
}

interface Picks {
  readonly products: readonly { readonly title: string; readonly reason: object }[];
}

const newBrowser = () => openShopperBrowser(chromium);
const look = (page: Page, path: string) => inspectProgress(page, home + path);
const block = (page: Page, name: "sign-up" | "notify-me") =>
  page.locator(`form[data-kindred-form="${name}"]`);
const customers = () => stage.control.records(stage.shops[0]!, "customers");
const customerOf = async (email: string) => (await customers()).find((it) => it.email === email);
const customerPage = async () =>
  (await stage.merchants[0]!.get(`/app/customers/${customerId}`)).text();

const readEvents = (db: Database["db"]) =>
  db.event.findMany({ where: { shopId: stage.shops[0]! }, omit: { sealed: true, seq: true } });

async function emailTo(address: string): Promise<ReceivedEmail> {
  await expect.poll(async () => (await stage.emails()).map(({ to }) => to)).toContain(address);
  return (await stage.emails()).findLast(({ to }) => to === address)!;
}

/** Opens a confirmation link in the owner's browser and presses its button. */
async function confirm(email: ReceivedEmail): Promise<string> {
  const { page, context } = await newBrowser();
  await page.goto(/href="([^"]*\/confirm\/[^"]*)"/.exec(email.html)![1]!);
  const requested = await page.getByRole("heading").innerText();
  await page.getByRole("button").click();
  await page.getByRole("status").waitFor();
  await context.close();
  return requested;
}

/** From the theme's blocks to the customer's page. */
describe("a shopper", () => {
  useMerchant({ seeds: [germanStore()] }, (opened) => {
    ({ stage, browser: chromium } = opened);
    builtPixel();
    home = stage.storefrontUrl;
  });

  test("signs up, confirms, and becomes one profile on two devices", async () => {
    await step(
      "a new sign-up is subscribed to nothing before the address's owner confirms",
      async () => {
        laptop = await newBrowser();
        const { page } = laptop;
        await page.goto(home);
        await page.getByRole("button", { name: "Accept" }).click();
        await look(page, "/search?q=oolong");
        await look(page, "/products/stoneware-teapot");
        await block(page, "sign-up").getByLabel("Email address").fill(NEWCOMER);
        await block(page, "sign-up").getByRole("button", { name: "Sign up" }).click();
        await block(page, "sign-up").getByText("Check your inbox").waitFor();
        const email = await emailTo(NEWCOMER);
        expect(email.subject).toBe("Please confirm your subscription");
        expect(email.unsubscribeUrl).toBe("");
        expect(await customerOf(NEWCOMER)).toBeUndefined();
      },
    );

    await step(
      "is a subscriber in Shopify after confirmation, and the profile includes the viewed products",
      async () => {
        expect(await confirm(await emailTo(NEWCOMER))).toBe("Get emails from Kettle & Co?");
        await expect
          .poll(async () => (await customerOf(NEWCOMER))?.marketing)
          .toMatchObject({
            state: "SUBSCRIBED",
            optInLevel: "CONFIRMED_OPT_IN",
          });
        customerId = (await customerOf(NEWCOMER))!.id;
        await stage.control.idle();
        await stage.merchants[0]!.waitUntilQuiet();
        await expect.poll(customerPage).toContain("oolong");
        expect(await customerPage()).toContain("sign_up");
      },
    );

    await step(
      "a click in a later email on a second device joins both devices in one profile",
      async () => {
        const checkout = {
          token: "later",
          customerId,
          lines: [{ productId: TEAPOT, quantity: 1 }],
        };
        await stage.control.play(stage.shops[0]!, [{ kind: "checkout_created", checkout }], {
          wait: true,
        });
        await stage.advance(0.1);
        await stage.advance(2.5);
        const email = await emailTo(NEWCOMER);
        expect(email.text).toContain("Stoneware teapot");

        // A click within seconds of the send would be a scanner's.
        await stage.advance(0.25);
        const phone = await newBrowser();
        await phone.page.goto(email.links[0]!);
        const sent = phone.page.waitForResponse((it) => it.url().endsWith("/collect"));
        await phone.page.getByRole("button", { name: "Accept" }).click();
        await sent;
        await look(phone.page, "/search?q=serviette");
        await phone.context.close();
        await stage.advance(0.1);
        await expect.poll(customerPage).toContain("serviette");
        expect(await customerPage()).toContain("oolong");
      },
    );

    await step("leaves one profile with two browsers, and no address in the clear", async () => {
      await laptop.context.close();
      expect((await stage.control.logs()).unresolvedFields).toEqual([]);
      const shopId = stage.shops[0]!;
      const { visits, joins, events } = await stage.withDatabase(async (db) => ({
        visits: await db.visit.findMany({ where: { shopId, profileId: `c${customerId}` } }),
        joins: await db.visitorJoin.findMany({ where: { shopId, customerId } }),
        events: await readEvents(db),
      }));
      expect(joins.map(({ proof }) => proof).sort()).toEqual(["click", "sign_up"]);
      expect(new Set(visits.map(({ visitorId }) => visitorId))).toEqual(
        new Set(joins.map(({ visitorId }) => visitorId)),
      );
      const viewed = visits.flatMap((it) => it.viewed as { productId: string }[]);
      expect(viewed.map(({ productId }) => productId)).toContain(TEAPOT);
      expect(JSON.stringify(events)).not.toContain("orla.quill");
    });
  });

  test("sees the app's recommendations in the block, and new ones after the next view", async () => {
    const { page, context } = await newBrowser();
    await page.goto(home);
    await page.getByRole("button", { name: "Accept" }).click();
    await look(page, "/products/cedar-tray");
    const asking = page.waitForResponse((it) => it.url().includes("/apps/kindred/recommendations"));
    await look(page, "/products/cedar-tray");
    const requested = await asking;
    // The browser caches none of these responses: each one is the app's current one.
    const ask = async () =>
      JSON.parse(
        await page.evaluate(async (url) => (await fetch(url)).text(), requested.url()),
      ) as Picks;
    const shown = page.locator("[data-kindred-recommended] [data-title]");
    const { products: recommended } = await ask();
    expect(recommended).toHaveLength(4);
    await expect.poll(() => shown.allInnerTexts()).toEqual(recommended.map(({ title }) => title));

    expect((await ask()).products).toEqual(recommended);
    // The pixel's events are committed before the response: the next request uses them.
    await look(page, "/products/oak-breadboard");
    expect((await ask()).products).not.toEqual(recommended);
    await context.close();
  });

  test("sees no layout shift when the block's products load", async () => {
    const { page, context } = await newBrowser();
    const answer = Promise.withResolvers<null>();
    await page.route(/apps\/kindred\/recommendations/, async (route) => {
      await answer.promise;
      await route.continue();
    });
    await page.goto(`${home}/products/cedar-tray`);
    const places = page.locator("[data-kindred-recommended]");
    const waiting = await places.boundingBox();
    await expect.poll(() => places.getAttribute("class")).toContain("waiting");
    answer.resolve(null);
    await places.getByRole("img").first().waitFor();
    await expect.poll(() => places.getAttribute("class")).not.toContain("waiting");
    expect(await places.boundingBox()).toEqual(waiting);
    await context.close();
  });

  test("sees the exact price, including decimals that the browser would omit", async () => {
    const { page, context } = await newBrowser();
    await page.addInitScript(() => {
      document.addEventListener("DOMContentLoaded", () => {
        const block = document.querySelector<HTMLElement>("[data-kindred-recommended]");
        if (block) block.dataset.currency = "HUF";
      });
      const real = window.fetch;
      window.fetch = async (...requested) => {
        const answer = await real(...requested);
        if (!answer.url.includes("/recommendations")) return answer;
        const recommended = (await answer.json()) as { products: object[] };
        const products = recommended.products.map((it) => ({ ...it, priceMinor: 1250_50 }));
        return Response.json({ ...recommended, currency: "HUF", products });
      };
    });
    await page.goto(`${home}/products/cedar-tray`);
    const price = page.locator("[data-kindred-recommended] [data-price]").first();
    await expect.poll(() => price.innerText()).toMatch(/1,250\.50/);
    await context.close();
  });

  test("a back-in-stock request asks for no other consent", async () => {
    const { page, context } = await newBrowser();
    await page.goto(`${home}/products/glass-carafe`);
    await block(page, "notify-me").getByLabel("Notify me when it’s back").fill(WAITING);
    await block(page, "notify-me").getByRole("button", { name: "Notify me" }).click();
    await block(page, "notify-me").getByText("Check your inbox").waitFor();
    await context.close();
    expect(await confirm(await emailTo(WAITING))).toBe("Get notified by Kettle & Co?");
    await stage.advance(0.1);
    expect(await customerOf(WAITING)).toBeUndefined();
    expect((await stage.control.logs()).unresolvedFields).toEqual([]);
    const { waiting, events } = await stage.withDatabase(async (db) => ({
      waiting: await db.optInRequest.findMany({
        where: { shopId: stage.shops[0]!, purpose: "back_in_stock" },
      }),
      events: await readEvents(db),
    }));
    expect(waiting).toMatchObject([{ state: "confirmed", productId: CARAFE, customerId: null }]);
    expect(JSON.stringify(events)).not.toContain("nina.wait");
  });
});
