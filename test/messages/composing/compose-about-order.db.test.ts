import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { recordEvents } from "~/events/event-store.server";
import { ProfileId } from "~/lib/profile-id";
import { compileTemplate } from "~/messages/compiling/compile-template.server";
import { signClickLink } from "~/messages/composing/click-link";
import { readAndCompose } from "../../support/read-and-compose";
import { createRecommendationSource } from "~/recommendations/lists/recommendation-source.server";
import { NOW, SHOP } from "../../support/builders";
import { openTestDatabase } from "../../support/database";
import { anIntent } from "../../support/delivery-builders";
import { createTestDeps } from "../../support/deps";
import { aBrand } from "../../support/email-values";
import { storeOrder } from "../../support/stored-checkout";
import { storeProducts } from "../../support/stored-products";
import { storeProfile, storeShopWithFlows } from "../../support/stored-rows";

const STATUS_URL = "https://kettle.example/1/orders/x/authenticate?key=y";
const ADA = ProfileId.parse("c1");
const SENDER = {
  shop: {
    ...{ name: "Kettle & Co", currency: "GBP", url: "https://kettle.example" },
    ...{ timeZone: "Europe/London", isInstalled: true, accessLostAt: null, closedAs: null },
  },
  ...{ brand: aBrand(), tracksOpens: false, now: NOW },
};

let database: Database;
const deps = createTestDeps();

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  const { db } = database;
  await db.event.deleteMany();
  await db.orderLine.deleteMany();
  await db.order.deleteMany();
  await db.shop.deleteMany();
  await storeShopWithFlows(db);
  await storeProfile(db, deps.keyring, "1", { contact: { firstName: "Ada" } });
  await storeProducts(db);
});

/** The email about the order "o1". */
async function composed(templateId: string) {
  const trigger = { kind: "order", orderId: "o1", placedAt: NOW } as const;
  const message = {
    ...{ messageId: "m1", profileId: ADA, flowId: null, flowVersion: 1 },
    intent: anIntent({ templateId, trigger }),
  };
  const compositions = await readAndCompose(database.db, SHOP, [message], SENDER, {
    keyring: deps.keyring,
    queue: deps.queue,
    recommendations: createRecommendationSource(deps),
    compile: compileTemplate,
    publicUrl: "https://mail.kettle.example",
  });
  const composition = compositions.get("m1");
  if (composition?.kind !== "composed") throw new Error(JSON.stringify(composition));
  return composition;
}

test("leads to the order's status page, and to the store after its erasure", async () => {
  const { db } = database;
  const placed = await storeOrder(db, "c1", { orderId: "o1" });
  const personal = { orderStatusUrl: STATUS_URL };
  await db.$transaction((tx) => recordEvents(tx, [{ ...placed, personal }], deps));
  const known = await composed("thank-you/email-1");
  expect(known.links.map(({ target }) => target)).toContain(STATUS_URL);
  expect(known.email.text).toContain("View your order");
  expect(known.email.text).not.toContain("Visit the store");
  await db.event.updateMany({ data: { sealed: null } });
  const erased = await composed("thank-you/email-1");
  expect(erased.links.map(({ target }) => target)).not.toContain(STATUS_URL);
  expect(erased.email.text).toContain("Visit the store");
});

test("shows a recommended product as its picture, and leads to it", async () => {
  await storeOrder(database.db, "c1", { orderId: "o1" });
  const { email, links, picks } = await composed("cross-sell/email-1");
  const [first] = picks;
  expect(first?.productId).not.toBe("501");
  const token = signClickLink(
    { shopId: SHOP, messageId: "m1", link: links.find(({ position }) => position === "pick")! },
    deps.keyring,
  );
  const url = `https://mail.kettle.example/c/${token}`;
  const [, button] = /class="button[^"]*" href="([^"]+)"/.exec(email.html) ?? [];
  expect(button).toBe(url);
  const [, picture] = /<img[^>]*class="picture"[^>]*alt="([^"]+)"/.exec(email.html) ?? [];
  expect(picture).toBe(first?.title);
  expect(email.html).not.toContain("501.png");
});

test("with a single recommended product is sent", async () => {
  await storeOrder(database.db, "c1", { orderId: "o1" });
  await database.db.product.deleteMany({ where: { productId: "503" } });
  const { picks } = await composed("cross-sell/email-1");
  expect(picks.map(({ productId }) => productId)).toEqual(["502"]);
});
