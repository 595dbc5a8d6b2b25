import { describe, expect, test } from "vitest";
import { emailValues } from "~/messages/composing/fill-values";
import type { MessageProduct } from "~/messages/composing/place-picks.server";
import type { SlotSource } from "~/messages/blocks/elements/product-source";
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

const FOR_YOU: SlotSource = { kind: "list", list: "new_for_you" };

type Baskets = Partial<Pick<Parameters<typeof emailValues>[0], "order" | "cart">>;

/** The values of an email with these products, after this order or cart. */
function valuesOf(
  shown: readonly MessageProduct[],
  of: Baskets = {},
  source: SlotSource = FOR_YOU,
) {
  const nothing = { checkout: null, cart: null, order: null, product: null, coupon: null };
  return emailValues(
    {
      ...nothing,
      ...of,
      recipient: RECIPIENT,
      language: "en",
      event: {},
      slots: [{ blockId: "picks", source }],
      shown: new Map([["picks", shown]]),
      images: new Map(),
      meets: [],
    },
    { currency: "GBP", url: "https://kettle.example", timeZone: "Europe/London" },
    { unsubscribe: "", preferences: null, lessOften: "", pause: "" },
  );
}

/** A product from each of these lists; null: the merchant's choice. */
const picksFrom = (lists: readonly (ListSource | null)[]) =>
  lists.map((list) =>
    list ? aPick(list, { kind: "newest" }) : { product: PRODUCT, placed: null },
  );
/** Whether an email whose block of personal recommendations shows these is personal. */
const isPersonal = (...lists: readonly (ListSource | null)[]) =>
  valuesOf(picksFrom(lists)).isPersonal;
/** Whether a block of best sellers that shows these has only best sellers. */
const isPopular = (...lists: readonly ListSource[]) =>
  valuesOf(picksFrom(lists), {}, { kind: "best_sellers" }).isPopular;

test("recommendations are personal unless they are best sellers or new products", () => {
  const common = ListSource.options.filter((source) => !isPersonal(source));
  expect(common).toEqual(["store_best_sellers", "newest"]);
});

test("an email is personal while all its personal lists are, and not by what the merchant chose", () => {
  expect(isPersonal("new_for_you", "like_last_touched")).toBe(true);
  expect(isPersonal("newest", "new_for_you")).toBe(false);
  expect(isPersonal(null)).toBe(false);
  expect(isPersonal()).toBe(false);
});

test("best sellers are some only where no other list stands in for them", () => {
  expect(isPopular("store_best_sellers", "category_best_sellers")).toBe(true);
  expect(isPopular("store_best_sellers", "newest")).toBe(false);
  expect(isPopular()).toBe(false);
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
