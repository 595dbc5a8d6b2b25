import { chromium, type Browser, type Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { findChromium, NO_BROWSER } from "../../support/browser";
import { openTestBed, SHOP, type TestBed } from "../local-app";

const CHROMIUM = findChromium();
/** A pixel that reports, by a beacon, its input and available APIs. */
const PIXEL = `shopify.extend("WebPixel::Render", ({ analytics, browser, init, settings }) => {
  const report = (what) => browser.sendBeacon("/reported", JSON.stringify(what))
    .then((taken) => taken || fetch("/reported-otherwise", { method: "POST", keepalive: true }));
  analytics.subscribe("all_standard_events", async ({ name, clientId }) => {
    await browser.localStorage.setItem("seen", name);
    await browser.cookie.set("mine", "1");
    report({ name, clientId, seen: await browser.localStorage.getItem("seen"),
      cookie: await browser.cookie.get("mine"), hasPage: typeof document,
      canImport: typeof importScripts, account: settings.accountID,
      shop: init.data.shop.myshopifyDomain });
  });
});`;

let bed: TestBed;
let browser: Browser;
let page: Page;
let home: string;
let beacons: Record<string, string>[];
let requested: string[];

beforeAll(async () => {
  if (CHROMIUM === null) return;
  bed = await openTestBed({ pixelBundle: () => PIXEL, themeFolder: "test/no-theme" });
  home = bed.shopify.shops[0]!.storefrontUrl;
  const token = await bed.accessToken();
  await bed.control.grantScopes(SHOP, ["write_pixels", "read_customer_events"]);
  const settings = JSON.stringify(JSON.stringify({ accountID: "a1" }));
  await bed.graphql(
    `mutation { webPixelCreate(webPixel: { settings: ${settings} }) { webPixel { id } } }`,
    {},
    token,
  );
  browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox"] });
});
afterAll(async () => {
  if (CHROMIUM === null) return;
  await browser.close();
  await bed.stop();
});
beforeEach(async ({ skip }) => {
  if (CHROMIUM === null) skip(NO_BROWSER);
  await bed.control.clearFaults();
  page = await (await browser.newContext()).newPage();
  beacons = [];
  requested = [];
  page.on("request", (request) => {
    const { pathname } = new URL(request.url());
    requested.push(pathname);
    if (pathname === "/reported") beacons.push(request.postDataJSON() as Record<string, string>);
  });
});

const accept = () => page.getByRole("button", { name: "Accept" }).click();

test("the pixel gets the events before consent, in a worker without a page", async () => {
  await page.goto(`${home}/products/mug`);
  expect(requested.filter((path) => path.startsWith("/pixel"))).toEqual([]);
  await accept();
  await expect
    .poll(() => beacons.map(({ name }) => name).sort())
    .toEqual(["page_viewed", "product_viewed"]);
  const clientId = (await page.context().cookies()).find(({ name }) => name === "_shopify_y");
  expect(beacons[0]).toMatchObject({
    hasPage: "undefined",
    canImport: "undefined",
    cookie: "1",
    account: "a1",
    shop: SHOP,
    clientId: clientId?.value,
  });
});

test("the pixel is notified of a refused beacon", async () => {
  await bed.control.setFaults({ pixel: { refuseBeacons: 1 } });
  await page.goto(home);
  await accept();
  await expect.poll(() => requested).toContain("/reported-otherwise");
  expect(beacons).toEqual([]);
});

test("the shop works when the pixel's host does not answer", async () => {
  await bed.control.setFaults({ pixel: { hostDown: 1 } });
  await page.goto(home);
  await accept();
  await expect.poll(() => requested).toContain("/pixel.js");
  await page.goto(`${home}/products/mug`);
  await page.getByRole("button", { name: "Add to cart" }).click();
  await page.getByRole("heading", { name: "Your cart" }).waitFor();
});

test("without the consent API there is no banner and no pixel", async () => {
  await bed.control.setFaults({ storefront: { withoutConsentApi: 1 } });
  await page.goto(home);
  expect(await page.locator("#consent").count()).toBe(0);
  expect(await page.evaluate("typeof Shopify.customerPrivacy")).toBe("undefined");
  expect(await page.evaluate("Shopify.routes.root")).toBe("/");
});

test("the Visitors API keeps its input, refuses an invalid address, and throws on invalid input", async () => {
  await page.goto(home);
  const report = (visitor: object, app: object = { appId: "kindred" }) =>
    page.evaluate(`Shopify.analytics.visitor(${JSON.stringify(visitor)}, ${JSON.stringify(app)})`);
  expect(await report({ email: "ada@example.com" })).toBe(true);
  expect(await report({ email: "ada" })).toBe(false);
  await expect(report({})).rejects.toThrow(TypeError.name);
  await expect(report({ email: "ada@example.com" }, {})).rejects.toThrow(TypeError.name);
  await expect
    .poll(async () => (await bed.control.storefront(SHOP)).visitorCalls)
    .toMatchObject([{ email: "ada@example.com", phone: null, appId: "kindred" }]);
});

test("reports a cart that a theme changes without a page load", async () => {
  await page.goto(home);
  await accept();
  await page.evaluate(
    `fetch("/cart/add.js", { method: "POST", headers: { "content-type": "application/json" }, body: '{"id":1021}' })`,
  );
  await expect.poll(() => beacons.map(({ name }) => name)).toContain("product_added_to_cart");
});
