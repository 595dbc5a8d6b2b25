import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  countVotes,
  factsOfInterests,
  factsOfOrders,
  hasFewOrders,
  priceBandsOf,
  type ComparedProduct,
} from "~/recommendations/similar/voters";
import { NOW } from "../../support/builders";
import { bought } from "../builders";

const mug = { productType: "Mugs", priceMinor: 10_00 };
const teapot = { productType: "Teapots", priceMinor: 40_00 };
const unpriced = { productType: "Trays", priceMinor: null };
const bandOf = priceBandsOf([mug, { ...mug, priceMinor: 20_00 }, teapot]);

describe("hasFewOrders", () => {
  test("counts orders, not products, and no returned ones", () => {
    expect(hasFewOrders([])).toBe(true);
    expect(hasFewOrders([bought("1", 9), bought("2", 9), bought("3", 5)])).toBe(true);
    const three = [bought("1", 9), bought("2", 7), bought("3", 5)];
    expect(hasFewOrders(three)).toBe(false);
    expect(hasFewOrders([...three.slice(1), bought("1", 9, { returned: true })])).toBe(true);
  });
});

describe("countVotes", () => {
  test("gives nearer customers more, and each one once per product", () => {
    const votes = countVotes([
      { distance: 0, products: ["1", "2"] },
      { distance: 1, products: ["2"] },
    ]);
    expect(votes).toEqual(
      new Map([
        ["1", 1],
        ["2", 1.5],
      ]),
    );
  });

  test("is at most the number of customers", () => {
    const voter = fc.record({
      distance: fc.double({ min: 0, max: 100, noNaN: true }),
      products: fc.uniqueArray(fc.nat({ max: 5 })),
    });
    fc.assert(
      fc.property(fc.array(voter), (voters) => {
        for (const [product, votes] of countVotes(voters)) {
          const buyers = voters.filter(({ products }) => products.includes(product)).length;
          expect(votes).toBeGreaterThan(0);
          expect(votes).toBeLessThanOrEqual(buyers);
        }
      }),
    );
  });
});

describe("factsOfOrders", () => {
  test("sums prices by type and price band", () => {
    const orders = [
      { at: new Date(NOW.getTime() - 9 * 86_400_000), lines: [{ product: mug, weight: 1 }] },
      { at: NOW, lines: [mug, unpriced].map((product) => ({ product, weight: 1 })) },
    ];
    const facts = factsOfOrders("c1", orders, bandOf);
    expect(facts).toMatchObject({
      profileId: "c1",
      lastOrderAt: NOW,
      netSpendMinor: 20_00,
      traits: {
        purchaseDays: 2,
        averageOrderMinor: 10_00,
        affinities: [{ productType: "Mugs", share: 1 }],
        priceBands: { low: 1, middle: 0, high: 0 },
      },
    });
  });

  test("knows nothing of products without a price", () => {
    const lines = [{ product: unpriced, weight: 1 }];
    expect(factsOfOrders("c1", [{ at: NOW, lines }], bandOf)).toBeNull();
  });
});

describe("factsOfInterests", () => {
  const products = new Map<string, ComparedProduct>([
    ["1", mug],
    ["2", teapot],
    ["3", unpriced],
  ]);

  test("is a first order of one product, in proportion to the interest", () => {
    const interests = [
      { productId: "1", weight: 0.1 },
      { productId: "2", weight: 0.3 },
      { productId: "3", weight: 1 },
      { productId: "gone", weight: 1 },
    ];
    const facts = factsOfInterests("c1", interests, products, bandOf, NOW);
    expect(facts?.netSpendMinor).toBeCloseTo(0.25 * 10_00 + 0.75 * 40_00, 6);
    expect(facts?.traits.purchaseDays).toBe(1);
    expect(facts?.traits.affinities.map(({ productType }) => productType)).toEqual([
      "Teapots",
      "Mugs",
    ]);
  });

  test("knows nothing without an interest in a product with a price", () => {
    expect(factsOfInterests("c1", [], products, bandOf, NOW)).toBeNull();
    const tray = [{ productId: "3", weight: 1 }];
    expect(factsOfInterests("c1", tray, products, bandOf, NOW)).toBeNull();
  });
});
