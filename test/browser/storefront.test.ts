import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { builtPixel } from "../shopify/storefront/pixel/built-pixel";
import type { MerchantBrowser } from "../support/browser";
import { inspectProgress, openShopperBrowser } from "../support/shopper";
import type { Stage } from "../support/stage";
import { useMerchant } from "../support/use-merchant";

const [ADA, BEN] = ["1001000", "1001001"];
const addressOf = (customerId: string) => `customer-${customerId}@example.com`;

let stage: Stage;
let chromium: MerchantBrowser;
let home: string;

const newBrowser = () => openShopperBrowser(chromium);
const look = (page: Page, path: string) => inspectProgress(page, home + path);

async function logIn(page: Page, customerId: string): Promise<void> {
  await page.goto(`${home}/account/login`);
  await page.getByLabel("Email", { exact: true }).first().fill(addressOf(customerId));
  const visitorCall = page.waitForResponse((it) => it.url().includes("/apps/kindred/visitor"));
  await page.getByRole("button", { name: "Log in" }).click();
  expect((await visitorCall).status()).toBe(204);
}

/** The stored pixel events of this shop's visitors. */
async function pixelEvents(): Promise<string> {
  await stage.merchants[0]!.waitUntilQuiet();
  const events = await stage.withDatabase(
    (db) => db.$queryRaw<{ text: string }[]>`
      select event::text as text from event
      where source = 'pixel' and shop_id = ${stage.shops[0]!}`,
  );
  return JSON.stringify(events);
}

const customerPage = async (customerId: string) => {
  await stage.merchants[0]!.waitUntilQuiet();
  return (await stage.merchants[0]!.get(`/app/customers/${customerId}`)).text();
};

/** Shoppers in the storefront, with the built pixel and the theme's blocks. */
describe("a shopper", () => {
  useMerchant({}, (opened) => {
    ({ stage, browser: chromium } = opened);
    builtPixel();
    home = stage.storefrontUrl;
  });

  test("sends no events and stores nothing in the browser when consent is declined", async () => {
    const { page, context } = await newBrowser();
    const requested: string[] = [];
    page.on("request", (it) => requested.push(it.url()));
    await page.goto(home);
    await page.getByRole("button", { name: "Decline" }).click();
    await page.goto(`${home}/search?q=declined`);
    await page.waitForTimeout(1_300);
    expect(requested.filter((it) => /pixel|collect/.test(it))).toEqual([]);
    const cookieNames = (await context.cookies()).map(({ name }) => name).sort();
    expect(cookieNames).toEqual(["_shopify_essential", "_tracking_consent"]);
    await context.close();
    expect(await pixelEvents()).not.toContain("declined");
  });

  test("keeps earlier page views when a consenting visitor logs in", async () => {
    const { page, context } = await newBrowser();
    await page.goto(`${home}/search?q=oolong`);
    const sent = page.waitForResponse((it) => it.url().endsWith("/collect"));
    await page.getByRole("button", { name: "Accept" }).click();
    expect((await sent).status()).toBe(204);
    await look(page, "/products/stoneware-teapot");
    expect(await customerPage(ADA)).not.toContain("oolong");
    await logIn(page, ADA);
    await stage.advance(0.1);
    const found = await customerPage(ADA);
    expect(found).toContain("oolong");
    expect(found).toContain("login");

    // Another person uses this browser next.
    await page.goto(`${home}/account/logout`);
    await logIn(page, BEN);
    await look(page, "/search?q=decanter");
    await stage.advance(0.1);
    expect(await customerPage(BEN)).toContain("decanter");
    expect(await customerPage(ADA)).not.toContain("decanter");
    await context.close();
  });

  test("sends no more events after consent is withdrawn", async () => {
    const { page, context } = await newBrowser();
    await page.goto(home);
    await page.getByRole("button", { name: "Accept" }).click();
    await look(page, "/search?q=mug");
    await page.getByRole("button", { name: "Privacy choices" }).click();
    await page.getByRole("button", { name: "Decline" }).click();
    const requested: string[] = [];
    page.on("request", (it) => requested.push(it.url()));
    await page.goto(`${home}/search?q=withdrawn`);
    await page.waitForTimeout(1_300);
    expect(requested.filter((it) => /pixel|collect/.test(it))).toEqual([]);
    const cookieNames = (await context.cookies()).map(({ name }) => name);
    expect(cookieNames).not.toContain("_shopify_y");
    expect(cookieNames).not.toContain("kindred_visitor");
    await context.close();
    const events = await pixelEvents();
    expect(events).toContain("mug");
    expect(events).not.toContain("withdrawn");
  });

  test("emails an abandoned checkout, and the email's link joins a second browser", async () => {
    const first = await newBrowser();
    await first.page.goto(home);
    await first.page.getByRole("button", { name: "Accept" }).click();
    await look(first.page, "/search?q=sourdough");
    await first.page.goto(`${home}/products/oak-breadboard`);
    await first.page.getByRole("button", { name: "Add to cart" }).click();
    await first.page.getByRole("button", { name: "Check out" }).click();
    // Typing takes some time, and the clock only moves for it.
    await stage.control.setClock({ advanceMs: 20_000 });
    await first.page.getByLabel("Email", { exact: true }).fill(addressOf("1001003"));
    const reported = first.page.waitForResponse(
      (it) =>
        it.url().endsWith("/collect") && it.request().postData()?.includes('"contact"') === true,
    );
    await first.page.getByRole("button", { name: "Continue to address" }).click();
    expect((await reported).status()).toBe(204);
    await first.context.close();
    await stage.control.idle();
    await stage.advance(0.1);
    await stage.advance(2.5);
    const email = (await stage.emails()).find(({ to }) => to === addressOf("1001003"));
    expect(email?.text).toContain("Oak breadboard");

    // A click within seconds of the send would be a scanner's.
    await stage.advance(0.25);
    const second = await newBrowser();
    await second.page.goto(email!.links[0]!);
    expect(second.page.url()).toContain("kindred_click=");
    const sent = second.page.waitForResponse((it) => it.url().endsWith("/collect"));
    await second.page.getByRole("button", { name: "Accept" }).click();
    expect((await sent).status()).toBe(204);
    await look(second.page, "/search?q=serviette");
    await second.context.close();
    await stage.advance(0.1);
    const found = await customerPage("1001003");
    expect(found).toContain("sourdough");
    expect(found).toContain("serviette");
    expect(await pixelEvents()).not.toContain("@example");
    expect((await stage.control.logs()).unresolvedFields).toEqual([]);
  });
});
