import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { createCachedCompiler } from "~/messages/compiling/compile-cached.server";
import type { EmailDocument } from "~/messages/document/email-document";
import {
  previewDocument,
  type DocumentPreview,
  type DocumentToPreview,
} from "~/pages/emails/preview-document.server";
import { findReadyTemplate } from "~/messages/ready/ready-templates.server";
import { createRecommendationSource } from "~/recommendations/lists/recommendation-source.server";
import { daysAgo, hoursAgo, NOW, OTHER_SHOP, SHOP } from "../../support/builders";
import { openTestDatabase } from "../../support/database";
import { createTestDeps } from "../../support/deps";
import { storeCheckout, storeOrder } from "../../support/stored-checkout";
import { storeProducts } from "../../support/stored-products";
import { storeProfile, storeShopWithFlows } from "../../support/stored-rows";

let database: Database;
const testDeps = createTestDeps();
const deps = {
  ...testDeps,
  recommendations: createRecommendationSource(testDeps),
  compile: createCachedCompiler(10, testDeps),
};

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  const { db } = database;
  await db.checkout.deleteMany();
  await db.order.deleteMany();
  await db.messageKey.deleteMany();
  await db.shop.deleteMany();
  await storeShopWithFlows(db);
  await db.settings.create({
    data: {
      shopId: SHOP,
      brand: { postalAddress: "1 Mill Lane, Bath BA1 1AA, United Kingdom" },
      sending: {},
      updatedAt: NOW,
    },
  });
  const contact = { firstName: "Grace", lastName: "Hopper" };
  await storeProfile(db, deps.keyring, "1", { contact, locale: "de-AT" });
  await storeProducts(db);
});

const CHECKOUT = findReadyTemplate("abandoned-checkout/email-1")!;
const WELCOME = findReadyTemplate("welcome/email-1")!;

async function preview(
  document: EmailDocument,
  requested: Partial<DocumentToPreview> = {},
): Promise<DocumentPreview> {
  const about = { language: "en", reader: { kind: "example" }, triggerKey: null } as const;
  return previewDocument(database.db, SHOP, { document, ...about, ...requested }, deps);
}
async function shown(document: EmailDocument, requested: Partial<DocumentToPreview> = {}) {
  const answer = await preview(document, requested);
  if (answer.kind === "refused") throw new Error(answer.problem);
  return answer;
}
const GRACE = { reader: { kind: "profile", profileId: "c1" } } as const;

describe("the preview of an email", () => {
  test("shows products of the shop for an example customer", async () => {
    const { text, reader } = await shown(WELCOME);
    expect(text).toContain("Hi Ada");
    expect(text).toContain("Stoneware mug");
    expect(reader).toBeNull();
  });

  test("shows the name and the language of a real customer", async () => {
    const { text, reader } = await shown(WELCOME, GRACE);
    expect(text).toContain("Hi Grace");
    expect(reader).toMatchObject({ name: "Grace Hopper", language: "de", triggers: [] });
    const german = await shown(WELCOME, { ...GRACE, language: "de" });
    expect(german.text).toContain("Hallo Grace");
  });

  test("shows the customer's newest checkout, or the chosen one", async () => {
    const { db } = database;
    await storeCheckout(db, deps.keyring, "c1", { token: "old", startedAt: daysAgo(3) });
    const totalMinor = 99_00n;
    await storeCheckout(db, deps.keyring, "c1", {
      token: "new",
      totalMinor,
      startedAt: hoursAgo(1),
    });
    const newest = await shown(CHECKOUT, { ...GRACE, language: "de" });
    // In their region's format.
    expect(newest.text).toMatch(/£\s?99,00/);
    expect(newest.reader?.triggers.map(({ label }) => label)).toEqual([
      { is: "checkout", total: { minor: 9_900, currency: "GBP" } },
      { is: "checkout", total: { minor: 2_400, currency: "GBP" } },
    ]);
    const older = await shown(CHECKOUT, {
      ...GRACE,
      language: "de",
      triggerKey: "checkout/old",
    });
    expect(older.text).not.toMatch(/99,00/);
    expect(older.reader?.triggerKey).toBe("checkout/old");
  });

  test("uses an example when the customer has no such event", async () => {
    const { text, reader } = await shown(CHECKOUT, GRACE);
    expect(reader?.triggerKey).toBeNull();
    expect(text).toContain("Hi Grace");
    expect(text).toMatch(/Cedar tray|Aero kettle|Stoneware mug/);
  });

  test("offers the customer's orders for a post-purchase email, and shows the purchased products", async () => {
    await storeOrder(database.db, "c1", { orderId: "77", placedAt: daysAgo(2) });
    const { reader } = await shown(findReadyTemplate("thank-you/email-1")!, GRACE);
    expect(reader?.triggers.map(({ key }) => key)).toEqual(["order/77", "bought/77/501"]);
  });

  test("finds a customer by address, in this shop only", async () => {
    const email = "customer-1@example.com";
    const { reader } = await shown(WELCOME, { reader: { kind: "email", email } });
    expect(reader?.profileId).toBe("c1");
    expect(
      await preview(WELCOME, { reader: { kind: "email", email: "nobody@example.com" } }),
    ).toMatchObject({
      kind: "refused",
      problem: "no_customer",
    });
    await storeShopWithFlows(database.db, OTHER_SHOP);
    const requested = { document: WELCOME, language: "en", triggerKey: null, ...GRACE } as const;
    const other = await previewDocument(database.db, OTHER_SHOP, requested, deps);
    expect(other.kind).toBe("refused");
    expect(other.reader).toBeNull();
  });

  test("stores nothing", async () => {
    await database.db.variant.updateMany({ data: { inventoryQuantity: 1 } });
    await storeCheckout(database.db, deps.keyring, "c1");
    const { html } = await shown(CHECKOUT, GRACE);
    expect(html).toContain("https://kettle.example/checkouts/");
    expect(await database.db.placement.count()).toBe(0);
    expect(await database.db.messageStatus.count()).toBe(0);
  });

  test("reports problems and their places, in every language", async () => {
    const document: EmailDocument = {
      ...WELCOME,
      subject: "Hi {{ recipient.email }}",
      translations: { de: { ...WELCOME.translations.de!, preheader: "" } },
    };
    const { kind, problems } = await preview(document);
    expect(kind).toBe("refused");
    expect(problems).toMatchObject([
      { severity: "error", field: "subject", language: "en" },
      { blockId: "coupon", language: "en" },
      { severity: "warning", field: "preheader", language: "de" },
    ]);
  });

  test("warns of an email that begins with products", async () => {
    const blocks = WELCOME.blocks.filter(({ kind }) => kind === "product-grid");
    expect((await preview({ ...WELCOME, blocks })).problems).toMatchObject([
      { severity: "warning", code: "first_words_missing", language: "en" },
    ]);
  });

  test("cannot be shown before the brand is complete, and says so", async () => {
    await database.db.settings.deleteMany();
    expect(await preview(WELCOME)).toMatchObject({
      kind: "refused",
      problem: "brand_incomplete",
    });
  });
});
