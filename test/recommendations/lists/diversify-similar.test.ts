import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { diversifySimilar } from "~/recommendations/lists/diversify-similar";
import { fitModels } from "~/recommendations/models/fit-models";
import type { Scored } from "~/recommendations/rules/apply-rules";
import { NOW } from "../../support/builders";
import { aProduct, columnsOf } from "../builders";

const CATALOG = [
  aProduct("candle-1", { title: "Beeswax candle small", productType: "Candles" }),
  aProduct("candle-2", { title: "Beeswax candle small", productType: "Candles" }),
  aProduct("candle-3", { title: "Beeswax candle small", productType: "Candles" }),
  aProduct("scarf", {
    title: "Woollen scarf",
    productType: "Clothes",
    vendor: "Fell",
    priceMinor: 90_00,
  }),
];
const { content, productIds } = fitModels({
  purchases: columnsOf([]),
  products: CATALOG,
  now: NOW,
});
const likeness = { content, indexOf: (id: string) => productIds.indexOf(id) };
const scored = (productId: string, score: number, merchant = 0): Scored => ({
  productId,
  score,
  parts: [
    { source: "item_knn", score },
    ...(merchant ? [{ source: "merchant", score: merchant } as const] : []),
  ],
});
const idsOf = (list: readonly Scored[]) => list.map(({ productId }) => productId);

describe("spreadAlike", () => {
  test("ranks another kind before the second of a kind", () => {
    const ranked = [
      scored("candle-1", 1),
      scored("candle-2", 0.95),
      scored("candle-3", 0.9),
      scored("scarf", 0.85),
      scored("unheard of", 0),
    ];
    expect(idsOf(diversifySimilar(ranked, 2, likeness))).toEqual([
      "candle-1",
      "scarf",
      "candle-2",
      "candle-3",
      "unheard of",
    ]);
  });

  test("keeps a much better product before a merely different one", () => {
    const ranked = [scored("candle-1", 1), scored("candle-2", 0.95), scored("scarf", 0)];
    expect(idsOf(diversifySimilar(ranked, 3, likeness))).toEqual(["candle-1", "candle-2", "scarf"]);
  });

  test("keeps demoted products last", () => {
    const ranked = [scored("candle-1", 1), scored("candle-2", 0.9), scored("scarf", -9, -10)];
    expect(idsOf(diversifySimilar(ranked, 3, likeness))).toEqual(["candle-1", "candle-2", "scarf"]);
  });

  test("keeps all products and the best first", () => {
    const list = fc
      .uniqueArray(fc.constantFrom(...productIds, "unheard of"), { minLength: 1 })
      .map((ids) => ids.map((id, n) => scored(id, -n)));
    fc.assert(
      fc.property(list, fc.integer({ min: 1, max: 6 }), (ranked, count) => {
        const spread = diversifySimilar(ranked, count, likeness);
        expect(idsOf(spread).toSorted()).toEqual(idsOf(ranked).toSorted());
        expect(spread[0]).toBe(ranked[0]);
      }),
    );
  });
});
