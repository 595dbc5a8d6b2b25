import { describe, expect, test } from "vitest";
import { emailValues } from "~/messages/composing/fill-values";
import type { MessageProduct } from "~/messages/composing/place-picks.server";
import { ListSource, type Reason } from "~/recommendations/recommendation";

const RECIPIENT = {
  email: "ada@example.com",
  firstName: "Ada",
  lastName: null,
  locale: null,
  openTracking: true,
  property: {},
};
const PRODUCT = {
  productId: "501",
  title: "Cedar tray",
  imageUrl: "https://cdn.kettle.example/501.png",
  url: "https://kettle.example/products/tray",
  priceMinor: 24_00,
  compareAtMinor: null,
  seenMinor: null,
  lowestMinor: null,
  soldAs: "501-1",
  cartUrl: null,
  unitsLeft: null,
  rating: null,
};

function aPick(source: ListSource, reason: Reason): MessageProduct {
  const pick = { productId: "501", title: "Cedar tray", imageUrl: null, sentence: "" };
  const scored = { score: 1, parts: [], modelVersion: null, propensity: 1 };
  return { product: PRODUCT, placed: { ...pick, ...scored, source, reason, modelKind: "catalog" } };
}

type Baskets = Partial<Pick<Parameters<typeof emailValues>[0], "order" | "cart">>;

/** The values of an email with these products, after this order or cart. */
function valuesOf(shown: readonly MessageProduct[], of: Baskets = {}) {
  const nothing = { checkout: null, cart: null, order: null, product: null, coupon: null };
  return emailValues(
    {
      ...nothing,
      ...of,
      recipient: RECIPIENT,
      language: "en",
      event: {},
      shown: new Map([["picks", shown]]),
      images: new Map(),
      meets: [],
    },
    { currency: "GBP", url: "https://kettle.example", timeZone: "Europe/London" },
    { unsubscribe: "", preferences: null, lessOften: "", pause: "" },
  );
}

/** Whether an email with a product from each of these sources is personal; null: the merchant's choice. */
const isPersonal = (...sources: readonly (ListSource | null)[]) =>
  valuesOf(
    sources.map((source) =>
      source ? aPick(source, { kind: "newest" }) : { product: PRODUCT, placed: null },
    ),
  ).isPersonal;

test("recommendations are personal unless they are best sellers or new products", () => {
  const common = ListSource.options.filter((source) => !isPersonal(source));
  expect(common).toEqual(["store_best_sellers", "newest"]);
});

test("an email is personal with one personal product, and not by what the merchant chose", () => {
  expect(isPersonal("newest", "new_for_you")).toBe(true);
  expect(isPersonal(null)).toBe(false);
  expect(isPersonal()).toBe(false);
});

describe("what the recommendations go with", () => {
  const line = (productId: string, title: string) => ({
    ...{ productId, title, quantity: 1, netMinor: 9_00 },
  });
  const order = {
    ...{ name: "#1001", totalMinor: 18_00, currency: "GBP", statusUrl: null },
    lines: [line("1", "Teapot"), line("2", "Sugar bowl")],
  } as NonNullable<Baskets["order"]>;
  const cart = { ...order, recoveryUrl: null } as unknown as NonNullable<Baskets["cart"]>;
  const goesWith = (productId: string) =>
    aPick("goes_with", {
      ...{ kind: "goes_with", productId, title: null, sharedBuyers: 9, share: 0.2 },
    });
  const similar = aPick("like_last_touched", { kind: "similar", productId: "1", title: null });

  test("is the product of the order that all of them go with, not the order's first one", () => {
    const { goesWith: companion } = valuesOf([goesWith("2"), goesWith("2")], { order });
    expect(companion).toEqual({ title: "Sugar bowl" });
  });

  test("is the order if they go with several of its products, and nothing for a cart", () => {
    const picks = [goesWith("1"), goesWith("2")];
    expect(valuesOf(picks, { order }).goesWith).toBe("order");
    expect(valuesOf(picks, { cart }).goesWith).toBeNull();
  });

  test("is nothing if one of them is only similar, or goes with something else", () => {
    expect(valuesOf([goesWith("1"), similar], { order }).goesWith).toBeNull();
    expect(valuesOf([goesWith("1"), goesWith("3")], { order }).goesWith).toBeNull();
    expect(valuesOf([], { order }).goesWith).toBeNull();
  });
});
