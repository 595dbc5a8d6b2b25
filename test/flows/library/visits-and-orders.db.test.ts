import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { anOrder, daysAgo, NOW } from "../../support/builders";
import { aCheckoutUpdated, storeCheckout, storeOrder } from "../../support/stored-checkout";
import {
  openFlowStage,
  orderNow,
  setProfile,
  setVariant,
  stepsOf,
  storeVisit,
  type FlowStage,
} from "./flow-stage";

let stage: FlowStage;
beforeAll(async () => {
  stage = await openFlowStage();
});
afterAll(() => stage.database.close());

const browser = { source: "pixel", customerId: null, visitorId: "browser-1" } as const;

describe("1 welcome", () => {
  const subscribe = () =>
    stage.receive("consent_changed", {
      marketingState: "subscribed",
      optIn: "single_opt_in",
      changedAt: NOW,
    });

  test("sends at once, then on days 2 and 4", async () => {
    await stage.begin("welcome");
    await setProfile(stage, { orderCount: 0, firstOrderAt: null, lastOrderAt: null });
    await subscribe();
    await stage.pass(120);
    expect(await stage.sent()).toEqual([
      [0, "email-1"],
      [48, "email-2"],
      [96, "email-3"],
    ]);
  });

  test("sends other emails to past customers and stops after an order", async () => {
    await stage.begin("welcome");
    await subscribe();
    await stage.pass(24);
    await orderNow(stage);
    await stage.pass(100);
    expect(await stepsOf(stage)).toEqual(["email-1-known"]);
  });
});

describe("2 browse abandonment", () => {
  const look = () =>
    stage.receive("product_viewed", { productId: "501", variantId: null }, browser);

  test("sends an hour after an engaged view, once in two weeks", async () => {
    await stage.begin("browse-abandonment");
    await storeVisit(stage, [{ productId: "501", views: 2 }]);
    await look();
    await stage.pass(6);
    expect(await stage.sent()).toEqual([[1, "email-1"]]);
    expect(stage.deps.mailer.taken[0]!.html).toContain("Cedar tray");
    await storeVisit(stage, [{ productId: "502", views: 3 }]);
    await stage.receive("product_viewed", { productId: "502", variantId: null }, browser);
    await stage.pass(60);
    expect(await stepsOf(stage)).toEqual(["email-1"]);
  });

  test("waits four hours for a high-priced product", async () => {
    await stage.begin("browse-abandonment");
    await setVariant(stage, "601", { priceMinor: 90_00n });
    await storeVisit(stage, [{ productId: "501", views: 2 }]);
    await look();
    await stage.pass(8);
    expect((await stage.database.db.messageStatus.findMany())[0]!.plannedAt).toEqual(
      new Date(NOW.getTime() + 4 * 3_600_000),
    );
  });

  test("shows alternatives to a product that sold out and links to its page", async () => {
    await stage.begin("browse-abandonment");
    await storeVisit(stage, [{ productId: "501", views: 2 }]);
    await look();
    await setVariant(stage, "601", { inventoryQuantity: 0, availableForSale: false });
    await stage.pass(6);
    const [email] = stage.deps.mailer.taken;
    expect(email!.subject).toBe("Another look at Cedar tray?");
    expect(email!.html).toContain("Sold out for now");
    expect(email!.html).not.toContain("Still interested?");
    expect(email!.html).toContain("Linen towel");
    expect(email!.text).toContain("View product");
  });

  test("skips a product that was removed or has no alternatives", async () => {
    const { db } = stage.database;
    const begin = async () => {
      await stage.begin("browse-abandonment");
      await storeVisit(stage, [{ productId: "501", views: 2 }]);
      await look();
      await stage.pass(0.5);
    };
    await begin();
    await db.product.updateMany({ where: { productId: "501" }, data: { status: "archived" } });
    await stage.pass(6);
    expect(await stepsOf(stage)).toEqual([]);
    await begin();
    await db.variant.updateMany({ data: { inventoryQuantity: 0, availableForSale: false } });
    await stage.pass(6);
    expect(await stepsOf(stage)).toEqual([]);
    expect(await db.messageStatus.findMany()).toMatchObject([
      { state: "skipped", reason: "nothing_to_recommend" },
    ]);
  });

  test("skips a short view and a view that led to the cart", async () => {
    await stage.begin("browse-abandonment");
    await storeVisit(stage, [{ productId: "501", views: 1, dwellSeconds: 10 }]);
    await look();
    await stage.pass(6);
    await storeVisit(stage, [{ productId: "502", views: 2, added: 1 }]);
    await stage.receive("product_viewed", { productId: "502", variantId: null }, browser);
    await stage.pass(6);
    expect(await stepsOf(stage)).toEqual([]);
  });
});

describe("3 abandoned cart", () => {
  const add = async () => {
    await storeVisit(stage, [{ productId: "501", added: 1 }]);
    const line = { productId: "501", variantId: "601", quantity: 2 };
    await stage.receive("product_added_to_cart", line, browser);
  };

  test("shows the current cart after an hour and a day later", async () => {
    await stage.begin("abandoned-cart");
    await add();
    await stage.pass(60);
    expect(await stage.sent()).toEqual([
      [1, "email-1"],
      [25, "email-2"],
    ]);
    expect(stage.deps.mailer.taken[0]!.html).toContain("£48.00");
  });

  test("ends when a checkout starts", async () => {
    await stage.begin("abandoned-cart");
    await add();
    await stage.pass(0.25);
    await storeCheckout(stage.database.db, stage.deps.keyring, "c1", {
      token: "t1",
      startedAt: stage.now(),
      sourceUpdatedAt: stage.now(),
    });
    const event = aCheckoutUpdated("t1", stage.now());
    await stage.receive(event.kind, event.payload, { customerId: null });
    await stage.pass(30);
    expect(await stepsOf(stage)).toEqual([]);
  });
});

describe("4 abandoned checkout", () => {
  const leave = async () => {
    await storeCheckout(stage.database.db, stage.deps.keyring, "c1", {
      token: "t1",
      startedAt: NOW,
      sourceUpdatedAt: NOW,
    });
    const event = aCheckoutUpdated("t1", NOW);
    await stage.receive(event.kind, event.payload, { customerId: null });
  };

  test("sends three emails outside quiet hours", async () => {
    await stage.begin("abandoned-checkout");
    await leave();
    await stage.pass(80);
    expect(await stage.sent()).toEqual([
      [1, "email-1"],
      [25, "email-2"],
      [49, "email-3"],
    ]);
  });

  test("stops after any order", async () => {
    await stage.begin("abandoned-checkout");
    await leave();
    await stage.pass(10);
    await orderNow(stage);
    await stage.pass(70);
    expect(await stepsOf(stage)).toEqual(["email-1"]);
  });
});

describe("5 thank you", () => {
  test("sends thanks a day after a first order and help three days later", async () => {
    await stage.begin("thank-you");
    await orderNow(stage);
    await stage.pass(120);
    expect(await stage.sent()).toEqual([
      [24, "email-1"],
      [96, "email-2"],
    ]);
  });

  test("skips a canceled order", async () => {
    await stage.begin("thank-you");
    await orderNow(stage);
    await stage.pass(2);
    await stage.database.db.order.updateMany({ data: { cancelledAt: stage.now() } });
    await stage.receive("order_canceled", anOrder({ orderId: "x" }));
    await stage.pass(120);
    expect(await stepsOf(stage)).toEqual([]);
  });
});

describe("6 cross-sell and 7 review request", () => {
  const deliver = async () => {
    const event = await storeOrder(stage.database.db, "c1", {
      placedAt: daysAgo(7),
      fulfilledAt: daysAgo(5),
    });
    await stage.receive(event.kind, event.payload, { sourceId: event.sourceId });
  };

  test("6 suggests related products two weeks after delivery", async () => {
    await stage.begin("cross-sell");
    await deliver();
    await stage.pass(24 * 25);
    expect(await stage.sent()).toEqual([[336, "email-1"]]);
    expect(stage.deps.mailer.taken[0]!.html).not.toContain(">Cedar tray</a>");
  });

  test("6 skips customers who ordered again", async () => {
    await stage.begin("cross-sell");
    await deliver();
    await stage.pass(24);
    await orderNow(stage);
    await stage.pass(24 * 25);
    expect(await stepsOf(stage)).toEqual([]);
  });

  test("7 asks a week after delivery and reminds a week later", async () => {
    await stage.begin("review-request");
    await deliver();
    await stage.pass(24 * 20);
    expect(await stage.sent()).toEqual([
      [168, "email-1"],
      [336, "email-2"],
    ]);
  });

  test("7 asks even if the product has sold out", async () => {
    await stage.begin("review-request");
    await deliver();
    await stage.database.db.orderLine.updateMany({ data: { productId: "501" } });
    await setVariant(stage, "601", { inventoryQuantity: 0, availableForSale: false });
    await stage.pass(24 * 8);
    expect(await stepsOf(stage)).toEqual(["email-1"]);
    expect(stage.deps.mailer.taken[0]!.html).toContain(">Cedar tray</a>");
  });

  test("7 skips a refunded order", async () => {
    await stage.begin("review-request");
    await deliver();
    await stage.pass(24);
    await stage.database.db.order.updateMany({ data: { refundedMinor: 1_00n } });
    await stage.pass(24 * 20);
    expect(await stepsOf(stage)).toEqual([]);
  });
});
