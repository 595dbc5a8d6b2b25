import { readFileSync } from "node:fs";
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { PixelBatch } from "~/events/pixel/pixel-batch";
import { builtPixel } from "../shopify/storefront/pixel/built-pixel";
import { openPixelPage, type PixelPageOptions } from "../shopify/storefront/pixel-page";
import { NOW } from "../support/builders";

const YES = { analyticsProcessingAllowed: true, marketingAllowed: true };
const NO = { analyticsProcessingAllowed: false, marketingAllowed: false };
const COLLECTOR = "https://kindred.example/collect";
/** The customer data that Shopify passes with permission, and that must not leave the browser. */
const CANARY = "canary@example.com";

let bundle: string;
beforeAll(() => {
  bundle = builtPixel();
});
beforeEach(() => vi.useFakeTimers({ now: NOW }));
afterEach(() => vi.useRealTimers());

function open(overrides: Partial<PixelPageOptions> = {}) {
  const sent: { url: string; body: string }[] = [];
  const cookies: string[] = [];
  const page = openPixelPage({
    bundle,
    settings: { accountID: "account-1", collectorURL: COLLECTOR },
    consent: YES,
    clientId: "client-1",
    setCookie: (cookie) => void cookies.push(cookie),
    sendBeacon(url, body) {
      sent.push({ url, body });
      return true;
    },
    ...overrides,
  });
  return {
    ...page,
    sent,
    cookies,
    events: () => sent.flatMap(({ body }) => PixelBatch.parse(JSON.parse(body)).events),
  };
}

const variant = (product: string, id: string) => ({ id, product: { id: product, title: "Tray" } });
const waitASecond = () => vi.advanceTimersByTimeAsync(1_000);

test("the built pixel is at most 5 kB", () => {
  expect(Buffer.byteLength(bundle)).toBeLessThanOrEqual(5_000);
});

describe("consent", () => {
  test("is required for both purposes before the pixel is loaded", () => {
    const toml = readFileSync("extensions/web-pixel/shopify.extension.toml", "utf8");
    expect(toml).toContain("analytics = true");
    expect(toml).toContain("marketing = true");
  });

  test.each([
    ["nothing", NO],
    ["analytics alone", { ...NO, analyticsProcessingAllowed: true }],
    ["marketing alone", { ...NO, marketingAllowed: true }],
  ])("for %s reports nothing", async (_what, consent) => {
    const page = open({ consent });
    page.publish("page_viewed");
    await waitASecond();
    expect(page.sent).toEqual([]);
  });

  test("given later releases the earlier events of the page", async () => {
    const page = open({ consent: NO });
    page.publish("page_viewed");
    page.setConsent(YES);
    await waitASecond();
    expect(page.events()).toMatchObject([{ name: "page_viewed", page: "home" }]);
  });

  test("that is withdrawn stops reporting at once, and drops waiting events and dwell marks", async () => {
    const page = open();
    page.publish("page_viewed");
    page.setConsent(NO);
    page.publish("product_viewed", { productVariant: variant("501", "601") });
    await vi.advanceTimersByTimeAsync(200_000);
    expect(page.sent).toEqual([]);
  });

  test("given again resumes reporting", async () => {
    const page = open();
    page.setConsent(NO);
    page.setConsent(YES);
    page.publish("page_viewed");
    await waitASecond();
    expect(page.events()).toHaveLength(1);
  });
});

describe("the reported events", () => {
  test("are sent together to the collector, under the shop's account", async () => {
    const page = open();
    page.publish(
      "page_viewed",
      {},
      { path: "/en-gb/products/tray", referrer: "https://www.google.com/" },
    );
    page.publish("product_viewed", { productVariant: variant("gid://shopify/Product/501", "601") });
    await waitASecond();
    expect(page.sent.map(({ url }) => url)).toEqual([COLLECTOR]);
    expect(JSON.parse(page.sent[0]!.body)).toEqual({
      account: "account-1",
      visitor: "client-1",
      events: [
        {
          id: "sh-1",
          at: NOW.toISOString(),
          name: "page_viewed",
          page: "product",
          referrer: "search",
        },
        {
          id: "sh-2",
          at: NOW.toISOString(),
          name: "product_viewed",
          product: "501",
          variant: "601",
        },
      ],
    });
  });

  test("include every standard event in compact form", async () => {
    const page = open();
    const line = { merchandise: variant("501", "601"), quantity: 2, cost: { totalAmount: {} } };
    page.publish("collection_viewed", {
      collection: { id: "9", title: "Trays", productVariants: [] },
    });
    page.publish("search_submitted", {
      searchResult: { query: "cedar", productVariants: [{}, {}] },
    });
    page.publish("product_added_to_cart", { cartLine: line });
    page.publish("product_removed_from_cart", { cartLine: line });
    page.publish("cart_viewed", { cart: { id: "c", lines: [line] } });
    for (const step of [
      "started",
      "contact_info_submitted",
      "address_info_submitted",
      "shipping_info_submitted",
      "completed",
    ])
      page.publish(`checkout_${step}`, { checkout: { token: "ck1" } });
    page.publish("payment_info_submitted", { checkout: { token: "ck1" } });
    await waitASecond();
    const inCart = { product: "501", variant: "601", quantity: 2 };
    expect(page.events()).toMatchObject([
      { name: "collection_viewed", collection: "9" },
      { name: "search_submitted", query: "cedar", results: 2 },
      { name: "product_added_to_cart", ...inCart },
      { name: "product_removed_from_cart", ...inCart },
      { name: "cart_viewed", lines: [inCart] },
      ...["started", "contact", "address", "shipping", "completed", "payment"].map((step) => ({
        name: "checkout_step_reached",
        step,
        token: "ck1",
      })),
    ]);
  });

  test("contain no personal data and no URL, whatever Shopify passes to the pixel", async () => {
    const page = open();
    const person = { email: CANARY, phone: "+44 20 7946 0018", firstName: "Canary" };
    page.publish(
      "page_viewed",
      {},
      { path: `/account/canary?email=${CANARY}`, referrer: `https://x.example/?q=${CANARY}` },
    );
    page.publish("checkout_completed", {
      checkout: {
        token: "ck1",
        ...person,
        order: { id: "1", customer: person },
        shippingAddress: person,
      },
    });
    await waitASecond();
    expect(
      page.sent
        .map(({ body }) => body)
        .join("")
        .toLowerCase(),
    ).not.toMatch(/canary|7946/);
    expect(page.events()).toHaveLength(2);
  });

  test("include the click of the email that led to the page", async () => {
    const page = open();
    page.publish("page_viewed", {}, { path: "/products/tray?variant=1&kindred_click=a.l1.b" });
    await waitASecond();
    expect(page.events()).toMatchObject([{ click: "a.l1.b" }]);
  });

  test("report how long a page stays open, until the next one", async () => {
    const page = open();
    page.publish("page_viewed", {}, { path: "/products/tray" });
    await vi.advanceTimersByTimeAsync(31_500);
    page.publish("page_viewed", {}, { path: "/cart" });
    await vi.advanceTimersByTimeAsync(12_000);
    expect(
      page
        .events()
        .map((it) => it && [it.name, "page" in it && it.page, "seconds" in it && it.seconds]),
    ).toEqual([
      ["page_viewed", "product", false],
      ["page_dwelt", "product", 10],
      ["page_dwelt", "product", 30],
      ["page_viewed", "cart", false],
      ["page_dwelt", "cart", 10],
    ]);
  });

  test("are sent at once after a cart addition, since the visitor may leave the page", () => {
    const page = open();
    page.publish("product_added_to_cart", {
      cartLine: { merchandise: variant("501", "601"), quantity: 1 },
    });
    expect(page.sent).toHaveLength(1);
  });

  test("use fetch when the browser refuses a beacon", async () => {
    const fetch = vi.fn(() => Promise.resolve());
    const page = open({ sendBeacon: () => false, fetch });
    page.publish("page_viewed");
    await waitASecond();
    expect(fetch).toHaveBeenCalledExactlyOnceWith(
      COLLECTOR,
      expect.objectContaining({ method: "POST", keepalive: true }),
    );
  });
});

describe("the cookie that identifies the browser to the theme's blocks", () => {
  test("is written once, for a consenting visitor", () => {
    const { publish, cookies } = open();
    publish("page_viewed");
    publish("page_viewed");
    expect(cookies).toEqual([
      "kindred_visitor=client-1; path=/; max-age=2592000; samesite=lax; secure",
    ]);
  });

  test("is not written before consent, and is deleted when consent is withdrawn", () => {
    const { publish, setConsent, cookies } = open({ consent: NO });
    publish("page_viewed");
    expect(cookies).toEqual([]);
    setConsent(YES);
    publish("page_viewed");
    expect(cookies).toHaveLength(1);
    setConsent(NO);
    expect(cookies.at(-1)).toMatch(/^kindred_visitor=; .*max-age=0;/);
  });
});
