import { expect, test } from "vitest";
import { emailValues } from "~/messages/composing/fill-values";
import type { MessageProduct } from "~/messages/composing/place-picks.server";
import { ListSource } from "~/recommendations/recommendation";

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

/** Whether an email with a product from each of these sources is personal; null: the merchant's choice. */
function isPersonal(...sources: readonly (ListSource | null)[]): boolean {
  const shown = sources.map((source): MessageProduct => {
    const pick = { productId: "501", title: "Cedar tray", imageUrl: null, sentence: "" };
    const scored = { score: 1, parts: [], modelVersion: null, propensity: 1 };
    const reason = { kind: "newest" } as const;
    return {
      product: PRODUCT,
      placed: source && { ...pick, ...scored, source, reason, modelKind: "catalog" },
    };
  });
  const nothing = { checkout: null, cart: null, order: null, product: null, coupon: null };
  const values = emailValues(
    {
      ...nothing,
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
  return values.isPersonal;
}

test("recommendations are personal unless they are best sellers or new products", () => {
  const common = ListSource.options.filter((source) => !isPersonal(source));
  expect(common).toEqual(["store_best_sellers", "newest"]);
});

test("an email is personal with one personal product, and not by what the merchant chose", () => {
  expect(isPersonal("newest", "new_for_you")).toBe(true);
  expect(isPersonal(null)).toBe(false);
  expect(isPersonal()).toBe(false);
});
