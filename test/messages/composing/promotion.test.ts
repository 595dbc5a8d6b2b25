import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import type { Block } from "~/messages/blocks/block";
import { exampleValues } from "~/messages/compiling/example-values.server";
import { listProductSlots } from "~/messages/document/product-slots";
import { listReadyTemplates } from "~/messages/ready/ready-templates.server";
import { compileTemplate } from "~/messages/compiling/compile-template.server";
import { fillTemplate } from "~/messages/compiling/fill-template";
import type { MessageProduct } from "~/messages/composing/place-picks.server";
import { collectPromotion, type Promotion } from "~/messages/composing/promotion";
import { writeAnnotations } from "~/messages/composing/write-annotations";
import { NOW } from "../../support/builders";
import { aBrand, aProduct, someEmailValues } from "../../support/email-values";
import { readyEmail, renderByReact, viewOf } from "../../support/emails-by-react";
import { EVERY_BLOCK } from "../../support/every-block";
import { newTestBlock } from "../../support/new-test-block";
import { localize } from "~/messages/document/email-document";

const EMAIL = localize(EVERY_BLOCK, "en");
const GRID = { ...newTestBlock("product-grid", "picks"), columns: 2, rows: 2 } as const;

const schemaOrg = { "@context": z.literal("http://schema.org/") };
/** What Gmail documents: developers.google.com/workspace/gmail/promotab. */
const Annotation = z.discriminatedUnion("@type", [
  z.strictObject({
    ...{ ...schemaOrg, "@type": z.literal("Organization"), logo: z.url({ protocol: /^https$/ }) },
  }),
  z.strictObject({
    ...{ ...schemaOrg, "@type": z.literal("DiscountOffer"), description: z.string().optional() },
    ...{ discountCode: z.string(), availabilityStarts: z.iso.datetime().optional() },
    availabilityEnds: z.iso.datetime().optional(),
  }),
  z.strictObject({
    ...{ ...schemaOrg, "@type": z.literal("PromotionCard"), image: z.url({ protocol: /^https$/ }) },
    ...{ url: z.url({ protocol: /^https$/ }), headline: z.string().min(1).max(80) },
    ...{ price: z.string().regex(/^\d+(?:\.\d+)?$/), priceCurrency: z.string().length(3) },
    ...{ discountValue: z.string().optional(), position: z.number().int().positive() },
  }),
]);

const named = (id: string, overrides: Partial<MessageProduct["product"]> = {}): MessageProduct => ({
  product: {
    productId: id,
    title: `Tray ${id}`,
    imageUrl: `https://cdn.shopify.com/s/${id}.png`,
    url: `https://kettle.example/products/${id}`,
    priceMinor: 24_00,
    compareAtMinor: null,
    seenMinor: null,
    lowestMinor: null,
    soldAs: null,
    cartUrl: null,
    unitsLeft: null,
    rating: null,
    ...overrides,
  },
  placed: null,
});

interface Shown {
  readonly blocks: readonly Block[];
  readonly products?: readonly MessageProduct[];
}

/** What an email with these blocks promotes; its products are those of the block "picks". */
function promotion(
  { blocks, products = [] }: Shown,
  overrides: Partial<Parameters<typeof collectPromotion>[0]> = {},
): Promotion {
  const picks = products.map(({ product }, i) =>
    aProduct({ title: product.title, url: `https://mail.kettle.example/c/${i}` }),
  );
  const values = someEmailValues({ products: { picks } });
  const email = { ...EMAIL, blocks };
  return collectPromotion({
    ...{ email, values, view: viewOf(email, values), shown: new Map([["picks", products]]) },
    ...{ checkout: null, cart: null, coupon: null, meets: [], logoUrl: null, currency: "GBP" },
    ...{ now: NOW, describeOffer: (percent: string) => `${percent} off` },
    ...overrides,
  });
}

describe("collectPromotion", () => {
  test("has a card for each product, with its tracked link, a square picture and its discount", () => {
    const products = [named("1"), named("2", { priceMinor: 16_50, compareAtMinor: 20_00 })];
    expect(promotion({ blocks: [GRID], products }).products).toEqual([
      {
        title: "Tray 1",
        imageUrl: "https://cdn.shopify.com/s/1.png?width=536&height=536&crop=center",
        url: "https://mail.kettle.example/c/0",
        price: "24.00",
        currency: "GBP",
        discount: null,
      },
      expect.objectContaining({ title: "Tray 2", price: "20.00", discount: "3.50" }),
    ]);
  });

  test("has no card for a block that the recipient does not see", () => {
    const products = [named("1")];
    const when = { kind: "value", path: "checkout.url", is: "missing" } as const;
    expect(promotion({ blocks: [{ ...GRID, when }], products }).products).toEqual([]);
    const rule = { kind: "rule", rule: { kind: "all", of: [] }, is: "met" } as const;
    const blocks: Block[] = [
      { ...newTestBlock("columns", "two"), layout: "one", columns: [[GRID]], when: rule },
    ];
    expect(promotion({ blocks, products }).products).toEqual([]);
    expect(promotion({ blocks, products }, { meets: ["two"] }).products).toHaveLength(1);
  });

  test("has at most ten cards, and no picture twice", () => {
    const many = Array.from({ length: 12 }, (_, i) => named(`${i}`));
    expect(promotion({ blocks: [GRID], products: many }).products).toHaveLength(10);
    const twice = [named("1"), named("2", { imageUrl: "https://cdn.shopify.com/s/1.png" })];
    expect(promotion({ blocks: [GRID], products: twice }).products).toHaveLength(1);
  });

  test("asks Shopify for a JPEG of other formats, and leaves out others' pictures in them", () => {
    const products = [
      named("1", { imageUrl: "https://cdn.shopify.com/s/1.webp?v=1" }),
      named("2", { imageUrl: "https://cdn.kettle.example/2.webp" }),
      named("3", { imageUrl: "" }),
    ];
    expect(promotion({ blocks: [GRID], products }).products.map((it) => it.imageUrl)).toEqual([
      "https://cdn.shopify.com/s/1.webp?v=1&width=536&height=536&crop=center&format=jpg",
    ]);
  });

  test("has the lines of the checkout, each leading back to it", () => {
    const summary = { ...newTestBlock("order-summary", "order"), of: "checkout" } as const;
    const line = { productId: "1", variantId: null, variantTitle: null };
    const checkout = {
      lines: [
        { ...line, title: "Aero kettle", quantity: 1, netMinor: 8_900 },
        { ...line, title: "Stoneware mug", quantity: 2, netMinor: 2_800 },
      ],
      ...{ totalMinor: 11_700, currency: "JPY", recoveryUrl: "https://kettle.example/recover" },
    };
    // The mug has no picture.
    expect(promotion({ blocks: [summary] }, { checkout }).products).toEqual([
      {
        title: "Aero kettle",
        imageUrl: "https://cdn.kettle.example/kettle.png",
        url: someEmailValues().checkout?.url,
        price: "8900",
        currency: "JPY",
        discount: null,
      },
    ]);
    expect(promotion({ blocks: [{ ...summary, of: "order" }] }, { checkout }).products).toEqual([]);
  });

  test("offers the recipient's own code until it expires, else the code that the merchant wrote", () => {
    const code = { ...newTestBlock("coupon", "code"), code: "TEA10", title: "10% off tea" };
    expect(promotion({ blocks: [code] }).offer).toEqual({
      ...{ code: "TEA10", description: "10% off tea", starts: null, ends: null },
    });
    const coupon = { code: "7KQ4-M9XB", percentOff: 15, endsAt: new Date("2025-03-12T00:00:00Z") };
    const values = someEmailValues({
      coupon: { code: coupon.code, percent: "15%", until: "March 11" },
    });
    const view = viewOf(EMAIL, values);
    expect(promotion({ blocks: [code] }, { coupon, view }).offer).toEqual({
      ...{ code: "7KQ4-M9XB", description: "15% off", starts: NOW, ends: coupon.endsAt },
    });
  });

  test("is not empty for any prebuilt email that shows products for sale, and its annotations are valid", () => {
    const kettle = { title: "Aero kettle", priceMinor: 89_00, compareAtMinor: null };
    const products = [{ ...kettle, imageUrl: "https://cdn.shopify.com/s/kettle.png" }];
    const line = { productId: "1", variantId: null, variantTitle: null, title: "Aero kettle" };
    const left = {
      lines: [{ ...line, quantity: 1, netMinor: 89_00 }],
      ...{ totalMinor: 89_00, currency: "GBP", recoveryUrl: "https://kettle.example/recover" },
    };
    for (const { templateId, document } of listReadyTemplates()) {
      const email = localize(document, "en");
      const values = exampleValues(email, {
        ...{ products, currency: "GBP", shopUrl: "https://kettle.example" },
      });
      const shown = new Map(
        listProductSlots(email.blocks).map(({ blockId, count }, i) => [
          blockId,
          Array.from({ length: count }, (_, at) => named(`${i}-${at}`)),
        ]),
      );
      if (shown.size === 0) continue;
      const facts = {
        email,
        values,
        view: viewOf(email, values),
        shown,
        cart: left,
        checkout: left,
      };
      const annotations = writeAnnotations(promotion({ blocks: email.blocks }, facts));
      const nodes = z.array(Annotation).parse(JSON.parse(annotations ?? "null"));
      const cards = nodes.filter((node) => node["@type"] === "PromotionCard");
      expect(cards.length, templateId).toBeGreaterThan(0);
      expect(cards.map(({ position }) => position)).toEqual(cards.map((_, i) => i + 1));
    }
  });

  test("promises no code that the email does not show", () => {
    const blocks: Block[] = [
      { ...newTestBlock("coupon", "own"), code: "" },
      { ...newTestBlock("coupon", "named"), code: "HI-{{ recipient.firstName }}" },
    ];
    expect(promotion({ blocks }).offer).toBeNull();
  });
});

describe("writeAnnotations", () => {
  const NOTHING: Promotion = { logoUrl: null, offer: null, products: [] };
  const CARD = {
    ...{ title: "Tray", imageUrl: "https://a.example/1.png", url: "https://a.example/" },
    ...{ price: "24.00", currency: "GBP", discount: "3.50" },
  };
  const read = (promotion: Promotion) =>
    JSON.parse(writeAnnotations(promotion) ?? "") as Record<string, unknown>[];

  test("writes the types and properties that Gmail documents", () => {
    const nodes = read({
      logoUrl: "https://cdn.kettle.example/logo.png",
      offer: { code: "TEA10", description: "10% off", starts: NOW, ends: null },
      products: [CARD],
    });
    const context = "http://schema.org/";
    expect(nodes).toEqual([
      {
        "@context": context,
        "@type": "Organization",
        logo: "https://cdn.kettle.example/logo.png",
      },
      {
        "@context": context,
        "@type": "DiscountOffer",
        description: "10% off",
        discountCode: "TEA10",
        availabilityStarts: NOW.toISOString(),
      },
      {
        "@context": context,
        "@type": "PromotionCard",
        image: "https://a.example/1.png",
        url: "https://a.example/",
        headline: "Tray",
        price: "24.00",
        priceCurrency: "GBP",
        discountValue: "3.50",
        position: 1,
      },
    ]);
  });

  test("writes nothing for an email that offers nothing", () => {
    expect(writeAnnotations(NOTHING)).toBeNull();
  });

  test("is valid in the head of an email for any title and code, and equals React's rendering", async () => {
    const brand = aBrand();
    const email = readyEmail("abandoned-checkout/email-2");
    const compiled = await compileTemplate({ email, brand });
    const plain = viewOf(email, someEmailValues());
    const wild = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.constantFrom("</script><b>", "<!--<script>", 'a"\\', "\u2028\u2029", "\ud800", "\ue000x"),
    );
    await fc.assert(
      fc.asyncProperty(wild, wild, async (title, code) => {
        const offer = { code, description: title, starts: NOW, ends: NOW };
        const products = [{ ...CARD, title }];
        const annotations = writeAnnotations({ ...NOTHING, offer, products });
        const filled = fillTemplate(compiled, { ...plain, annotations });
        if (filled.kind === "refused") throw new Error(filled.reason);
        const { html, htmlBytes } = filled.email;
        expect(html).toBe(await renderByReact(email, brand, { ...plain, annotations }));
        expect(htmlBytes).toBe(Buffer.byteLength(html));
        const scripts = [...html.matchAll(/<script[^>]*>(.*?)<\/script>/gs)];
        expect(scripts).toHaveLength(1);
        const [deal, card] = JSON.parse(scripts[0]?.[1] ?? "") as Record<string, unknown>[];
        expect(deal?.discountCode).toBe(code);
        expect(String(card?.headline).length).toBeLessThanOrEqual(80);
      }),
      { numRuns: 60 },
    );
  });

  test("adds nothing to an email without annotations, nor to its text", async () => {
    const email = readyEmail("abandoned-checkout/email-2");
    const compiled = await compileTemplate({ email, brand: aBrand() });
    const plain = viewOf(email, someEmailValues());
    const without = fillTemplate(compiled, plain);
    const annotations = writeAnnotations({ ...NOTHING, products: [CARD] });
    const annotated = fillTemplate(compiled, { ...plain, annotations });
    if (without.kind === "refused" || annotated.kind === "refused") throw new Error("refused");
    expect(without.email.html).not.toContain("<script");
    expect(annotated.email.html.replace(/<script.*?<\/script>/s, "")).toBe(without.email.html);
    expect(annotated.email.text).toBe(without.email.text);
  });
});
