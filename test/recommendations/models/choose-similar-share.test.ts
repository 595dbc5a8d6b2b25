import { describe, expect, test } from "vitest";
import { createRandomNumbers } from "~/ml/numerics/random";
import { createBlendScratch } from "~/recommendations/blend";
import { chooseSimilarShare } from "~/recommendations/models/choose-similar-share";
import { fitFrom, prepareFit } from "~/recommendations/models/fit-models";
import { findReturning } from "~/recommendations/models/list-tasks";
import { LIST_SOURCES, sortModels } from "~/recommendations/models/model-queries";
import { GENERAL_SETTINGS } from "~/recommendations/models/model-settings";
import { sortPurchases } from "~/recommendations/purchases/purchase-histories";
import { daysAgo, NOW } from "../../support/builders";
import { aProduct, columnsOf, customersWithOrders, GENERAL_CHOICES } from "../builders";

/** Cheap mugs and expensive teapots: many first products, and ten that people of that taste buy next. */
const TASTES = ["Mugs", "Teapots"].map((productType, taste) => ({
  first: Array.from({ length: 150 }, (_, n) => `${productType}-first-${n}`),
  next: Array.from({ length: 10 }, (_, n) => `${productType}-next-${n}`),
  productType,
  priceMinor: taste === 0 ? 5_00 : 90_00,
}));
const PRODUCTS = TASTES.flatMap(({ first, next, ...taste }) =>
  [...first, ...next].map((id) => aProduct(id, { ...taste, title: "", vendor: "" })),
);

/**
 * A shop where each customer has bought one product that nobody else has, and half of them have bought another since.
 *
 * @param isByTaste whether the other product is of the same taste, or of any
 */
function aShop(customersPerTaste: number, { isByTaste }: { readonly isByTaste: boolean }) {
  const random = createRandomNumbers(5);
  return TASTES.flatMap(({ first }, taste) =>
    first.slice(0, customersPerTaste).flatMap((product, n) => {
      const { next } = TASTES[isByTaste ? taste : random.nextInteger(2)]!;
      const other = next[random.nextInteger(next.length)]!;
      const later = n % 3 === 0 ? 40 : 10;
      return customersWithOrders(product, 1, [[product], 60], [[other], later]);
    }),
  );
}

/** Similar customers against best sellers alone. */
function choose(purchases: ReturnType<typeof aShop>) {
  const cut = daysAgo(30);
  const columns = columnsOf(purchases);
  const data = prepareFit({ purchases: columns, products: PRODUCTS, now: cut });
  const indices = new Map(data.productIds.map((id, index) => [id, index]));
  const histories = sortPurchases(columns, indices, NOW.getTime());
  const weights = LIST_SOURCES.new_for_you.map((source) => ({
    source,
    share: source === "popularity" ? 1 : 0,
    log: 0,
  }));
  return chooseSimilarShare({
    histories,
    cut: cut.getTime(),
    customers: findReturning(histories, cut.getTime()),
    products: PRODUCTS,
    sorted: sortModels(fitFrom(data, PRODUCTS, GENERAL_SETTINGS)),
    mayBeListed: data.candidates,
    chosen: { ...GENERAL_CHOICES.new_for_you, weights },
    scratch: createBlendScratch(data.productIds.length),
  });
}

describe("chooseSimilarShare", () => {
  test("counts similar customers where they predict what customers with one order buy next", () => {
    const { share, customers, gain } = choose(aShop(150, { isByTaste: true }));
    expect(share).toBeGreaterThan(0);
    expect(customers).toBe(200);
    expect(gain!.mean).toBeGreaterThan(2 * gain!.error);
  });

  test("does not count them where taste says nothing", () => {
    const { share, gain } = choose(aShop(150, { isByTaste: false }));
    expect(share).toBe(0);
    expect(gain!.mean).toBeLessThanOrEqual(2 * gain!.error);
  });

  test("claims nothing in a shop that is too small to know", () => {
    const few = choose(aShop(60, { isByTaste: true }));
    expect(few).toEqual({ share: 0, customers: 0, gain: null });
  });
});
