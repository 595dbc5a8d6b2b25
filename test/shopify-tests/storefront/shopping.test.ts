import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { openTestBed, SHOP, type TestBed } from "../local-app";
import { newShopper, type Shopper } from "./shopper";

/** These tests are about the shop itself. */
const NO_THEME = "test/shopify-tests/storefront/no-theme";

let bed: TestBed;
let shopper: Shopper;
beforeAll(async () => {
  bed = await openTestBed({ themeFolder: NO_THEME });
});
afterAll(() => bed.stop());
beforeEach(async () => {
  await bed.control.idle();
  bed.received.length = 0;
  shopper = newShopper(bed);
});

const topics = () => bed.received.map(({ headers }) => headers["x-shopify-topic"]);
const pathOf = (response: Response) => response.headers.get("location") ?? "";

describe("storefront pages", () => {
  test.each([
    ["/", "Tea light"],
    ["/collections/all", "£7.95"],
    ["/collections/home", "<h1>Home</h1>"],
    ["/products/mug", "<h1>Mug</h1>"],
    ["/search?q=tea", "1 found"],
    ["/search?q=%3Cscript%3E", "&lt;script&gt;"],
    ["/cart", "Your cart is empty"],
    ["/account/login", "no password"],
    ["/de/products/mug", 'lang="de"'],
  ])("%s shows %s", async (path, words) => {
    const response = await shopper.get(path);
    expect(response.status).toBe(200);
    expect(await response.text()).toContain(words);
  });

  test("show that an unknown page does not exist", async () => {
    for (const path of ["/products/nothing", "/collections/nothing", "/checkouts/nothing", "/x"]) {
      expect((await shopper.get(path)).status, path).toBe(404);
    }
  });

  test("report viewed products to the pixels, in Shopify's format", async () => {
    const page = await shopper.get("/products/mug");
    const [viewed, product] = await shopper.eventsOf(page);
    expect(viewed).toEqual({ name: "page_viewed", data: {} });
    expect(product).toEqual({
      name: "product_viewed",
      data: {
        productVariant: {
          id: "1021",
          title: null,
          untranslatedTitle: "Default Title",
          sku: "SKU-102",
          price: { amount: 7.95, currencyCode: "GBP" },
          image: { src: `${bed.shopify.origin}/cdn/products/102.svg` },
          product: {
            id: "102",
            title: "Mug",
            untranslatedTitle: "Mug",
            vendor: "Acme",
            type: "Gifts",
            url: "/products/mug",
          },
        },
      },
    });
  });

  test("return an error on request", async () => {
    await bed.control.setFaults({ storefront: { fail: 1, failStatus: 503 } });
    expect((await shopper.get("/")).status).toBe(503);
    expect((await shopper.get("/")).status).toBe(200);
  });
});

describe("a cart", () => {
  test("is reported by webhooks, and its changes by events of the next page", async () => {
    expect(pathOf(await shopper.submit("/cart/add", { id: "1021", quantity: "2" }))).toBe("/cart");
    const added = await shopper.eventsOf(await shopper.get("/cart"));
    expect(added.map(({ name }) => name)).toEqual([
      "page_viewed",
      "product_added_to_cart",
      "cart_viewed",
    ]);
    expect(added[1]?.data).toMatchObject({
      cartLine: { quantity: 2, merchandise: { id: "1021", product: { id: "102" } } },
    });
    await shopper.submit("/cart/change", { id: "1021", quantity: "0" });
    const removed = await shopper.eventsOf(await shopper.get("/cart"));
    expect(removed[1]).toMatchObject({
      name: "product_removed_from_cart",
      data: { cartLine: { quantity: 2 } },
    });
    await bed.control.idle();
    expect(topics()).toEqual(["carts/create", "carts/update"]);
    expect(JSON.parse(bed.received[0]!.body)).toMatchObject({
      line_items: [{ variant_id: 1021, product_id: 102, quantity: 2, line_price: "15.90" }],
    });
  });

  test("answers JSON requests of themes, in pence", async () => {
    const answer = await shopper.sendJson("/cart/add.js", { items: [{ id: 1011, quantity: 3 }] });
    expect(await answer.json()).toMatchObject({ item_count: 3, total_price: 750 });
    expect(await (await shopper.sendJson("/storefront-events", {})).json()).toMatchObject([
      { name: "product_added_to_cart" },
    ]);
  });

  test("rejects unavailable products", async () => {
    const answer = await shopper.sendJson("/cart/add.js", { id: 999, quantity: 1 });
    expect(answer.status).toBe(422);
    await bed.control.play(SHOP, [
      { kind: "variant_updated", variantId: "1011", change: { inventoryQuantity: 0 } },
    ]);
    expect((await shopper.submit("/cart/add", { id: "1011" })).status).toBe(422);
    await bed.control.play(SHOP, [
      { kind: "variant_updated", variantId: "1011", change: { inventoryQuantity: 10 } },
    ]);
  });

  test("is filled by a permalink, which leads to the checkout with its code", async () => {
    const answer = await shopper.get("/cart/1011:2,1021:1?discount=SPRING");
    expect(pathOf(answer)).toMatch(/^\/checkouts\/[0-9a-f]{32}$/);
    const token = pathOf(answer).split("/").pop()!;
    expect(await bed.control.record(SHOP, "checkouts", token)).toMatchObject({
      discountCodes: ["SPRING"],
      lines: [{ quantity: 2 }, { quantity: 1 }],
    });
    expect((await shopper.get("/cart/1011:2;1021")).status).toBe(404);
  });

  test("keeps a code until the checkout, and redirects only within the store", async () => {
    expect(pathOf(await shopper.get("/discount/SPRING?redirect=/products/mug&utm_source=m"))).toBe(
      "/products/mug?utm_source=m",
    );
    for (const target of ["//evil.example", "https://evil.example", "/\\evil.example"]) {
      const answer = await shopper.get(`/discount/X?redirect=${encodeURIComponent(target)}`);
      expect(pathOf(answer), target).toBe("/");
    }
  });
});

describe("a checkout", () => {
  /** Puts a mug into the cart and goes to the checkout. */
  async function begin() {
    await shopper.get("/products/mug?utm_source=kindred");
    await shopper.submit("/cart/add", { id: "1021" });
    return pathOf(await shopper.submit("/cart/checkout", {}));
  }

  test("becomes an order of the customer with the typed address", async () => {
    const path = await begin();
    const email = "Customer-201@example.com";
    expect(pathOf(await shopper.submit(path, { email }))).toBe(`${path}/address`);
    const names = { firstName: "Customer", lastName: "201", city: "Leeds", country: "GB" };
    await shopper.submit(`${path}/address`, names);
    expect(pathOf(await shopper.submit(`${path}/payment`, {}))).toBe(`${path}/thank-you`);

    const thanks = await shopper.eventsOf(await shopper.get(`${path}/thank-you`));
    expect(thanks.map(({ name }) => name)).toEqual([
      "page_viewed",
      "product_added_to_cart",
      "checkout_started",
      "checkout_contact_info_submitted",
      "checkout_address_info_submitted",
      "checkout_shipping_info_submitted",
      "payment_info_submitted",
      "checkout_completed",
    ]);
    const order = (await bed.control.records(SHOP, "orders")).at(-1)!;
    expect(order).toMatchObject({
      customerId: "201",
      checkoutToken: path.split("/").pop(),
      landingSite: "/products/mug?utm_source=kindred",
    });
    expect(thanks.at(-1)?.data).toMatchObject({
      checkout: {
        token: order.checkoutToken,
        order: { id: order.id, customer: { id: "201" } },
        lineItems: [{ quantity: 1, variant: { id: "1021" } }],
        totalPrice: { amount: 7.95, currencyCode: "GBP" },
      },
    });
    await bed.control.idle();
    expect(topics()).toEqual(expect.arrayContaining(["checkouts/create", "orders/create"]));
    expect(await (await shopper.get("/cart")).text()).toContain("Your cart is empty");
  });

  test("creates a customer for a new address, with consent only by the checkbox", async () => {
    for (const [email, marketing, state] of [
      ["new@example.com", "", "NOT_SUBSCRIBED"],
      ["keen@example.com", "yes", "SUBSCRIBED"],
    ] as const) {
      const path = await begin();
      await shopper.submit(path, { email, marketing });
      await shopper.submit(`${path}/payment`, {});
      const customers = await bed.control.records(SHOP, "customers");
      expect(customers.find((it) => it.email === email)?.marketing.state).toBe(state);
    }
  });

  test("is recovered by its link, with the parameters of the link", async () => {
    const path = await begin();
    const other = newShopper(bed);
    const answer = await other.get(`${path}/recover?kindred_click=a.b&discount=BACK`);
    expect(pathOf(answer)).toBe(`${path}?kindred_click=a.b&discount=BACK`);
    expect(await (await other.get("/cart")).text()).toContain("Mug");
    expect(await (await other.get(path)).text()).toContain("BACK");
  });

  test("shows an invalid address beside the field", async () => {
    const path = await begin();
    const answer = await shopper.submit(path, { email: "nobody" });
    expect(answer.status).toBe(422);
    expect(await answer.text()).toContain('aria-describedby="email-error"');
  });
});

describe("an account", () => {
  test("belongs to a customer until they log out", async () => {
    expect((await shopper.submit("/account/login", { email: "who@example.com" })).status).toBe(422);
    await shopper.submit("/account/login", { email: "customer-202@example.com" });
    expect(await (await shopper.get("/account")).text()).toContain("#402");
    await shopper.submit("/account/logout", {});
    expect(pathOf(await shopper.get("/account"))).toBe("/account/login");
  });
});

/** These tests change the shop for all shoppers, so each has its own store. */
describe("events in the store", () => {
  let own: TestBed;
  beforeEach(async () => {
    own = await openTestBed({ themeFolder: NO_THEME });
  });
  afterEach(() => own.stop());

  test("customers whose merge fails stay separate, and the app gets a failure webhook", async () => {
    await own.control.setFaults({ merge: { fail: 1 } });
    await own.control.play(SHOP, [{ kind: "customers_merged", keptId: "201", deletedId: "202" }], {
      wait: true,
    });
    expect(await own.control.record(SHOP, "orders", "402")).toMatchObject({ customerId: "202" });
    expect(statusesOfMerges()).toEqual(["failed", "in_progress"]);
  });

  test("customers who are merged keep their orders, and the app gets a webhook", async () => {
    await own.control.play(SHOP, [{ kind: "customers_merged", keptId: "201", deletedId: "202" }], {
      wait: true,
    });
    expect(await own.control.record(SHOP, "orders", "402")).toMatchObject({ customerId: "201" });
    await expect(own.control.record(SHOP, "customers", "202")).rejects.toThrow("no customers 202");
    expect(statusesOfMerges().slice(-2)).toEqual(["completed", "in_progress"]);
  });

  /** Of the webhooks so far; those of one merge may arrive in either order. */
  function statusesOfMerges(): string[] {
    const statuses = own.received
      .filter(({ headers }) => headers["x-shopify-topic"] === "customers/merge")
      .map(({ body }) => (JSON.parse(body) as { status: string }).status);
    return [...statuses.slice(0, -2), ...statuses.slice(-2).sort()];
  }

  test.each([
    [
      "a checkout",
      async () => {
        const [made] = await own.control.play(SHOP, [
          {
            kind: "checkout_created",
            checkout: {
              customerId: "201",
              buyerAcceptsMarketing: true,
              lines: [{ variantId: "1021", quantity: 1 }],
            },
          },
          { kind: "checkout_created", checkout: { lines: [] } },
        ]);
        await own.control.play(SHOP, [
          { kind: "checkout_updated", token: made!.id, change: { phone: "1" } },
        ]);
        return own.control.record(SHOP, "checkouts", made!.id);
      },
      { customerId: "201", buyerAcceptsMarketing: true, phone: "1" },
    ],
    [
      "a product",
      async () => {
        await own.control.play(SHOP, [
          { kind: "product_updated", productId: "102", change: { title: "Big mug" } },
        ]);
        return own.control.record(SHOP, "products", "102");
      },
      { title: "Big mug", vendor: "Acme", tags: ["gift"], productType: "Gifts" },
    ],
    [
      "a collection",
      async () => {
        await own.control.play(SHOP, [
          { kind: "collection_updated", collectionId: "301", change: { title: "Rooms" } },
        ]);
        return own.control.record(SHOP, "collections", "301");
      },
      { title: "Rooms", productIds: ["101", "102"] },
    ],
  ])("a change of %s keeps unnamed fields", async (_what, change, expected) => {
    expect(await change()).toMatchObject(expected);
  });
});
