import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { createCachedCompiler } from "~/messages/compiling/compile-cached.server";
import { signClickLink } from "~/messages/composing/click-link";
import { readAndCompose } from "../../support/read-and-compose";
import type { Block } from "~/messages/blocks/block";
import { richText } from "~/messages/blocks/elements/rich-text";
import { publishDraft, saveDraft } from "~/messages/templates/template-store.server";
import { letKindredChoose } from "../../support/chosen-discounts";
import { newTestBlock } from "../../support/new-test-block";
import { findReadyTemplate } from "~/messages/ready/ready-templates.server";
import type { SendIntent } from "~/flows/definition/send-step";
import type { SegmentRule } from "~/segments/segment";
import { saveDiscountModel } from "~/experiments/offers/discount-model-store.server";
import { fitDiscountModel } from "~/experiments/offers/discount-model";
import { BEST_DISCOUNT, OWN_VARIANT } from "~/experiments/optimization/experiment";
import { saveExperiment } from "~/experiments/optimization/experiment-store.server";
import { createRecommendationSource } from "~/recommendations/lists/recommendation-source.server";
import { NOW, SHOP } from "../../support/builders";
import { openTestDatabase } from "../../support/database";
import { anIntent } from "../../support/delivery-builders";
import { createTestDeps } from "../../support/deps";
import { aBrand } from "../../support/email-values";
import { storeCodePools } from "../../support/code-pools";
import { storeCheckout } from "../../support/stored-checkout";
import { storeProducts } from "../../support/stored-products";
import { FLOW_ID, storeMessage, storeProfile, storeShopWithFlows } from "../../support/stored-rows";

let database: Database;
const deps = createTestDeps();
const compile = createCachedCompiler(10, deps);
const SENDER = {
  shop: {
    name: "Kettle & Co",
    currency: "GBP",
    url: "https://kettle.example",
    timeZone: "Europe/London",
    isInstalled: true,
    accessLostAt: null,
    closedAs: null,
  },
  brand: aBrand(),
  tracksOpens: false,
  now: NOW,
};

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  const { db } = database;
  await db.checkout.deleteMany();
  await db.messageKey.deleteMany();
  await db.shop.deleteMany();
  await storeShopWithFlows(db);
  await storeProfile(db, deps.keyring, "1", { contact: { firstName: "Ada" } });
  await storeCheckout(db, deps.keyring, "c1", { token: "checkout-1" });
  await storeProducts(db);
});

async function compose(overrides: Partial<SendIntent> = {}, sender = SENDER) {
  const compositions = await readAndCompose(
    database.db,
    SHOP,
    [
      {
        messageId: "m1",
        profileId: "c1",
        flowId: null,
        flowVersion: 1,
        intent: anIntent(overrides),
      },
    ],
    sender,
    {
      keyring: deps.keyring,
      queue: deps.queue,
      recommendations: createRecommendationSource(deps),
      compile,
      publicUrl: "https://mail.kettle.example",
    },
  );
  const composition = compositions.get("m1");
  if (!composition) throw new Error("Every message has a composition");
  return composition;
}
const composed = async (overrides: Partial<SendIntent> = {}) => {
  const composition = await compose(overrides);
  if (composition.kind !== "composed") throw new Error(`not composed: ${composition.reason}`);
  return composition;
};
const WITH_PICKS = { templateId: "abandoned-checkout/email-2" };

describe("composeMessages", () => {
  test("emails the customer's own address about the abandoned products", async () => {
    const { to, email } = await composed();
    expect(to).toBe("customer-1@example.com");
    expect(email.text).toContain("Hi Ada");
    expect(email.text).toContain("Cedar tray");
    expect(email.text).toContain("£24.00");
    expect(email.html).toContain("https://cdn.kettle.example/501.png");
  });

  test("signs a separate link for each target, and for unsubscribing", async () => {
    const { links, email, unsubscribeUrl } = await composed();
    for (const link of links) {
      const token = signClickLink({ shopId: SHOP, messageId: "m1", link }, deps.keyring);
      expect(email.html).toContain(`https://mail.kettle.example/c/${token}`);
    }
    const token = unsubscribeUrl.slice("https://mail.kettle.example/u/".length);
    expect(deps.keyring.openLink("unsubscribe", token)).toBe(`${SHOP}/c1/m1`);
    expect(email.html).toContain(unsubscribeUrl);
  });

  test("places products outside the checkout, each with its reason and lowest price", async () => {
    const { picks, email, links } = await composed(WITH_PICKS);
    expect(picks.map(({ productId }) => productId).sort()).toEqual(["502", "503"]);
    expect(picks[0]).toMatchObject({ source: "newest", sentence: "One of our newest" });
    expect(email.text).toContain("£12.50");
    expect(links.map(({ target }) => target)).toContain(
      "https://kettle.example/products/handle-502",
    );
  });

  test("annotates the email with its products, by tracked links", async () => {
    const { email, links } = await composed(WITH_PICKS);
    const [, json = ""] = /ld\+json">(.*?)<\/script>/s.exec(email.html) ?? [];
    const cards = JSON.parse(json) as { headline: string; price: string; url: string }[];
    expect(cards.map(({ headline }) => headline)).toContain("Cedar tray");
    expect(cards).toHaveLength(3);
    const tokens = links.map((link) =>
      signClickLink({ shopId: SHOP, messageId: "m1", link }, deps.keyring),
    );
    const urls = tokens.map((token) => `https://mail.kettle.example/c/${token}`);
    for (const { url } of cards) expect(urls).toContain(url);
  });

  test("shows the discount that was drawn for the customer, and nothing of it without one", async () => {
    const flow = { flowId: FLOW_ID, stepId: "email-3" };
    const coupon = { percentOff: 10, validDays: 3, perCustomer: true } as const;
    await storeMessage(database.db, "c1", {
      messageId: "m1",
      ...flow,
      state: "planned",
      sentAt: null,
    });
    await letKindredChoose(database.db);
    await storeCodePools(database.db, deps.keyring);
    const model = fitDiscountModel([], { marginRate: 0.5, usualOrderMinor: 40_00 });
    await saveDiscountModel(database.db, SHOP, model, NOW);
    const composedBy = async (only: string, subject: { subject?: string } = {}) => {
      const variants = [{ variant: only, text: null, share: 1 }];
      const experiment = { kind: "offer" as const, ...flow, variants, isHeld: false };
      await saveExperiment(database.db, SHOP, experiment, NOW);
      await database.db.messageVariant.deleteMany();
      return composed({ templateId: "abandoned-checkout/email-3", coupon, ...subject });
    };
    const chosen = await composedBy(BEST_DISCOUNT);
    expect(chosen.discount).toMatchObject({ percent: 0, by: "choice", net: 0 });
    expect(chosen.discount?.runnerUp.low).toBeLessThan(0);
    expect(chosen.email.text).not.toContain("%");
    expect(await database.db.discountCode.count({ where: { state: "given" } })).toBe(0);
    const own = await composedBy(OWN_VARIANT);
    expect(own.discount).toMatchObject({ percent: 10, by: "own" });
    expect(own.email.text).toContain("10%");
    expect(own.email.html).toContain('"@type":"DiscountOffer","description":"10% off"');
    const promised = await composedBy(BEST_DISCOUNT, { subject: "10% off, just for you" });
    expect(promised.discount).toBeNull();
    expect(promised.email.text).toContain("10%");
  });

  test("does not repeat products of the last emails", async () => {
    await storeMessage(database.db, "c1", { picks: ["502"] });
    const { picks } = await composed(WITH_PICKS);
    expect(picks.map(({ productId }) => productId)).toEqual(["503"]);
  });

  test("does not call products chosen for the customer that are for everyone", async () => {
    const { picks, email } = await composed({ templateId: "win-back/email-2" });
    expect(picks[0]).toMatchObject({ source: "newest" });
    expect(email.text).toMatch(/have a look around/i);
    expect(email.text).not.toMatch(/picked for you|based on/i);
  });

  test("formats money in the customer's locale, and in English for an invalid locale", async () => {
    await database.db.profile.updateMany({ data: { locale: "de" } });
    expect((await composed()).email.text).toMatch(/24,00\s£/);
    await database.db.profile.updateMany({ data: { locale: "not_a locale" } });
    expect((await composed()).email.text).toContain("£24.00");
  });

  test("has no content without its checkout, its address, or the products it is about", async () => {
    await database.db.product.deleteMany();
    expect(await compose({ templateId: "cross-sell/email-1" })).toEqual({
      kind: "pointless",
      reason: "nothing_to_recommend",
    });
    await database.db.checkout.updateMany({ data: { sealedRecoveryUrl: null } });
    expect(await compose()).toEqual({ kind: "pointless", reason: "object_gone" });
    await database.db.profile.updateMany({ data: { sealedContact: null } });
    expect(await compose()).toEqual({ kind: "pointless", reason: "no_address" });
  });
});

describe("an email about one variant of a product", () => {
  const about = (variantId: string | null) => ({
    templateId: "back-in-stock/email-1",
    trigger: {
      ...({ kind: "product", key: "r1", productId: "501", variantId } as const),
      ...{ at: NOW, seenMinor: null },
    },
  });

  test("names it, shows its price, and links to its page and to a cart with it", async () => {
    const { email, links } = await composed(about("501-1"));
    expect(email.subject).toBe("Cedar tray, Large is back in stock");
    expect(email.text).toContain("£30.00");
    expect(links.map(({ target }) => target)).toEqual(
      expect.arrayContaining([
        "https://kettle.example/products/handle-501?variant=501-1",
        "https://kettle.example/cart/501-1:1?storefront=true",
      ]),
    );
  });

  test("is not sent while the variant is sold out, whatever others cost", async () => {
    expect(await compose(about("501-3"))).toEqual({
      kind: "pointless",
      reason: "nothing_to_recommend",
    });
  });

  test("shows the cheapest available variant when it is about any", async () => {
    const { email, links } = await composed(about(null));
    expect(email.subject).toBe("Cedar tray is back in stock");
    expect(email.text).toContain("£12.50");
    expect(links.map(({ target }) => target)).toContain(
      "https://kettle.example/cart/501-2:1?storefront=true",
    );
  });
});

describe("a drawn variant of an email", () => {
  test("replaces its subject and its list, and is recorded with its probability", async () => {
    const { db } = database;
    await storeMessage(db, "c1", { messageId: "m1" });
    const email = { shopId: SHOP, flowId: FLOW_ID, stepId: "email-1", evaluatedAt: NOW };
    const variants = (variant: string, text: string | null) => [
      { variant: "own", text: null, share: 0 },
      { variant, text, share: 1 },
    ];
    await db.experiment.createMany({
      data: [
        {
          ...email,
          scopeKey: "s",
          kind: "subject",
          variants: variants("line-2", "Still warm, {{ brand.shopName }}?"),
        },
        { ...email, scopeKey: "p", kind: "products", variants: variants("new_for_you", null) },
      ],
    });
    const { email: filled } = await composed(WITH_PICKS);
    expect(filled.subject).toBe("Still warm, Kettle & Co?");
    expect(await db.messageVariant.findMany({ orderBy: { kind: "asc" } })).toMatchObject([
      { messageId: "m1", kind: "products", variant: "new_for_you", rate: 1 },
      { messageId: "m1", kind: "subject", variant: "line-2", rate: 1 },
    ]);
  });
});

describe("a block with a rule", () => {
  const TEMPLATE = "abandoned-checkout/email-1";
  const rule: SegmentRule = { kind: "all", of: [{ kind: "consent", states: ["subscribed"] }] };
  const words = (id: string, text: string, is: "met" | "not_met"): Block => ({
    ...newTestBlock("text", id),
    text: richText(text),
    when: { kind: "rule", rule, is },
  });

  /** The shop's own email has these blocks below its usual ones. */
  async function publish(...blocks: readonly Block[]): Promise<void> {
    const ready = findReadyTemplate(TEMPLATE)!;
    const document = { ...ready, blocks: [...ready.blocks, ...blocks] };
    const { db } = database;
    const change = { templateId: TEMPLATE, name: "Email", document, baseRevision: 0, now: NOW };
    const draftRevision = (await saveDraft(db, SHOP, change))!;
    await publishDraft(db, SHOP, { ...change, draftRevision, sha256: "00" });
  }
  const written = async () => (await composed({ templateId: TEMPLATE })).email.text;

  test("is shown to matching recipients at send time, and its alternative to the rest", async () => {
    await publish(words("m", "For members", "met"), words("o", "For others", "not_met"));
    expect(await written()).toContain("For members");
    expect(await written()).not.toContain("For others");
    await database.db.profile.updateMany({ data: { marketingState: "unsubscribed" } });
    expect(await written()).not.toContain("For members");
    expect(await written()).toContain("For others");
  });

  test("shows the reviews of the email's first product, and does not recommend it for that", async () => {
    const reviews = newTestBlock("reviews", "praise");
    await database.db.product.updateMany({ data: { rating: 4.6, ratingCount: 31 } });
    await publish(newTestBlock("product-grid", "grid"), reviews);
    const { picks, email } = await composed({ templateId: TEMPLATE });
    expect(email.text.split("★★★★★ 4.6\u00a0(31)")).toHaveLength(2);
    expect(picks.length).toBeGreaterThan(0);
  });

  test("takes no product from the others and does not decide the trigger product when it is hidden", async () => {
    const grid = newTestBlock("product-grid", "grid");
    const hidden: Block = { ...grid, required: true, when: { kind: "rule", rule, is: "not_met" } };
    await publish(hidden, { ...grid, id: "grid-2" });
    const { picks } = await composed({ templateId: TEMPLATE });
    expect(picks.length).toBeGreaterThan(0);
    await database.db.product.deleteMany();
    expect((await compose({ templateId: TEMPLATE })).kind).toBe("composed");
  });
});
