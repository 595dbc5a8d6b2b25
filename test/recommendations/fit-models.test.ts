import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fitModels } from "~/recommendations/fit-models";
import type { Purchase } from "~/recommendations/purchase";
import { daysAgo, NOW } from "../support/builders";
import { customersWho } from "./builders";

const ALL = new Set(["kettle", "descaler", "tray", "mug"]);

describe("fitModels", () => {
  test("counts a customer once for a product, however often it was bought", () => {
    const purchases = customersWho("regular", 2, [["mug"], 200], [["mug"], 20], [["mug"], 1]);
    const { productIds, pairCount, profileCount, recentBuyers, itemKnn } = fitModels(
      purchases,
      ALL,
      NOW,
    );
    expect({ productIds, pairCount, profileCount }).toEqual({
      productIds: ["mug"],
      pairCount: 2,
      profileCount: 2,
    });
    expect([...recentBuyers]).toEqual([2]);
    expect([...itemKnn.buyers]).toEqual([2]);
  });

  test("takes the last purchase for popularity and the first for what came next", () => {
    const purchases = customersWho("a", 3, [["kettle"], 100], [["descaler"], 60], [["kettle"], 0]);
    const { productIds, popularity, nextOrder } = fitModels(purchases, ALL, NOW);
    expect(productIds).toEqual(["descaler", "kettle"]);
    expect(popularity[0]).toBeCloseTo(3 / 4, 9);
    expect(popularity[1]).toBe(3);
    // Nobody first had a kettle after the descaler.
    expect([...nextOrder.offsets]).toEqual([0, 0, 1]);
    expect([...nextOrder.shared]).toEqual([3]);
  });

  test("knows nothing of what comes after the day it is fitted for", () => {
    const before = customersWho("a", 5, [["kettle", "tray"], 10]);
    const after = customersWho("b", 5, [["kettle", "mug"], -10]);
    expect(fitModels([...before, ...after], ALL, NOW)).toEqual(fitModels(before, ALL, NOW));
  });

  test("learns from a product that is gone, but never ranks it", () => {
    const purchases = customersWho("a", 5, [["gone", "tray"], 10]);
    const { productIds, itemKnn } = fitModels(purchases, ALL, NOW);
    expect(productIds).toEqual(["gone", "tray"]);
    expect([...itemKnn.offsets]).toEqual([0, 1, 1]);
    expect([...itemKnn.neighbours]).toEqual([1]);
  });

  test("makes no pair of products that only two customers share", () => {
    const fit = (customers: number) =>
      fitModels(customersWho("a", customers, [["kettle", "tray"], 10]), ALL, NOW).itemKnn;
    expect(fit(2).neighbours).toHaveLength(0);
    expect(fit(3).neighbours).toHaveLength(2);
  });

  test("counts recent buyers in the window, its edge included", () => {
    const purchases = [
      ...customersWho("in", 1, [["mug"], 90]),
      ...customersWho("out", 1, [["mug"], 90.001]),
    ];
    expect([...fitModels(purchases, ALL, NOW).recentBuyers]).toEqual([1]);
  });

  test("gives empty models to a shop that sold nothing", () => {
    const models = fitModels([], ALL, NOW);
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
        expect(fitModels(purchases.toReversed(), ALL, NOW)).toEqual(fitModels(purchases, ALL, NOW));
      }),
    );
  });
});
