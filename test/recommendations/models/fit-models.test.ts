import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fitModels } from "~/recommendations/models/fit-models";
import { GENERAL_SETTINGS } from "~/recommendations/models/model-settings";
import type { CatalogProduct } from "~/catalog/catalog-product";
import { daysAgo, NOW } from "../../support/builders";
import { aProduct, columnsOf, customersWithOrders, type Purchase } from "../builders";

const ALL = ["kettle", "descaler", "tray", "mug"].map((id) => aProduct(id));
/** Fits with the bought products of `ALL`, plus these. */
const fit = (purchases: readonly Purchase[], more: readonly CatalogProduct[] = []) => {
  const bought = new Set(purchases.map(({ productId }) => productId));
  const products = [...ALL.filter(({ productId }) => bought.has(productId)), ...more];
  return fitModels({ purchases: columnsOf(purchases), products, now: NOW });
};

describe("fitModels", () => {
  test("counts a customer once per product", () => {
    const purchases = customersWithOrders(
      "regular",
      2,
      [["mug"], 200],
      [["mug"], 20],
      [["mug"], 1],
    );
    const { productIds, pairCount, profileCount, recentBuyers, itemKnn } = fit(purchases);
    expect({ productIds, pairCount, profileCount }).toEqual({
      productIds: ["mug"],
      pairCount: 2,
      profileCount: 2,
    });
    expect([...recentBuyers]).toEqual([2]);
    expect([...itemKnn.buyers]).toEqual([2]);
  });

  test("uses the last purchase for popularity and the first for what came next", () => {
    const purchases = customersWithOrders(
      "a",
      3,
      [["kettle"], 100],
      [["descaler"], 60],
      [["kettle"], 0],
    );
    const { productIds, popularity, nextOrder } = fit(purchases);
    expect(productIds).toEqual(["descaler", "kettle"]);
    expect(popularity[0]).toBeCloseTo(3 / 4, 9);
    expect(popularity[1]).toBe(3);
    // No customer first bought a kettle after the descaler.
    expect([...nextOrder.offsets]).toEqual([0, 0, 1]);
    expect([...nextOrder.shared]).toEqual([3]);
  });

  test("ignores data after its day", () => {
    const before = customersWithOrders("a", 5, [["kettle", "tray"], 10]);
    const after = customersWithOrders("b", 5, [["kettle", "mug"], -10]);
    const products = [aProduct("mug")];
    expect(fit([...before, ...after])).toEqual(fit(before, products));
  });

  test("learns from a deleted product, but never ranks it", () => {
    const purchases = customersWithOrders("a", 5, [["gone", "tray"], 10]);
    const { productIds, itemKnn } = fit(purchases);
    expect(productIds).toEqual(["gone", "tray"]);
    expect([...itemKnn.offsets]).toEqual([0, 1, 1]);
    expect([...itemKnn.neighbors]).toEqual([1]);
  });

  test.each(["itemKnn", "rp3Beta", "ease"] as const)(
    "relates no products in %s that fewer customers share than set",
    (model) => {
      const fitFor = (customers: number, minShared: number) => {
        const purchases = columnsOf(customersWithOrders("a", customers, [["kettle", "tray"], 10]));
        const settings = {
          ...GENERAL_SETTINGS,
          item_knn: { ...GENERAL_SETTINGS.item_knn, minShared },
          rp3_beta: { ...GENERAL_SETTINGS.rp3_beta, minShared },
          ease: { ...GENERAL_SETTINGS.ease, minShared },
        };
        return fitModels({ purchases, products: ALL, now: NOW }, settings)[model].neighbors.length;
      };
      expect(fitFor(2, 3)).toBe(0);
      expect(fitFor(3, 3)).toBe(2);
      expect(fitFor(1, 1)).toBe(2);
    },
  );

  test("counts recent buyers in the window, including its edge", () => {
    const purchases = [
      ...customersWithOrders("in", 1, [["mug"], 90]),
      ...customersWithOrders("out", 1, [["mug"], 90.001]),
    ];
    expect([...fit(purchases).recentBuyers]).toEqual([1]);
  });

  test("returns empty models for a shop without sales", () => {
    const models = fit([]);
    expect(models.productIds).toEqual([]);
    expect(models.popularity).toHaveLength(0);
  });

  test("does not depend on the order of the purchases", () => {
    const purchase = fc.record<Purchase>({
      profileId: fc.constantFrom("p1", "p2", "p3", "p4"),
      productId: fc.constantFrom("kettle", "descaler", "tray", "mug"),
      at: fc.nat({ max: 200 }).map(daysAgo),
    });
    fc.assert(
      fc.property(fc.array(purchase, { maxLength: 40 }), (purchases) => {
        expect(fit(purchases.toReversed())).toEqual(fit(purchases));
      }),
    );
  });
});
