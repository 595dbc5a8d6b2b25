import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { recommend } from "~/recommendations/lists/recommend";
import { dropNearDuplicates, titleKey } from "~/recommendations/lists/near-duplicates";
import { aProduct, aRecommender, aRequest, bought, customersWithOrders } from "../builders";

describe("titleKey", () => {
  test.each([
    ["Linen shirt, red, M", "Linen shirt – Blue XL"],
    ["Candle 200 g", "Candle 500g"],
    ["Leinenhemd Rot", "Leinenhemd Grün"],
    ["Desk lamp 2", "Desk Lamp 3"],
  ])("is the same for %s and %s", (one, other) => {
    expect(titleKey(aProduct("a", { title: one }))).toBe(titleKey(aProduct("b", { title: other })));
  });

  test.each([
    ["Linen shirt red", "Linen dress red"],
    ["Red", "Blue"],
    ["501", "505"],
  ])("differs for %s and %s", (one, other) => {
    expect(titleKey(aProduct("a", { title: one }))).not.toBe(
      titleKey(aProduct("b", { title: other })),
    );
  });
});

test("drops a product whose text is nearly that of an earlier one", () => {
  const tags = Array.from({ length: 20 }, (_, n) => `feature${n}`);
  const catalog = [
    aProduct("one", { title: "Travel mug classic", tags }),
    aProduct("two", { title: "Travel mug classical", tags }),
    aProduct("other", { title: "Scarf", productType: "Clothes" }),
  ];
  const recommender = aRecommender([], catalog);
  const ranked = ["one", "two", "other"].map((productId) => ({ productId }));
  expect(dropNearDuplicates(ranked, recommender)).toEqual([
    { productId: "one" },
    { productId: "other" },
  ]);
  expect(dropNearDuplicates(ranked.slice(0, 1), recommender, [{ productId: "two" }])).toEqual([]);
});

test("no block contains two colors, sizes or numbers of one product", () => {
  const kinds = ["shirt", "mug", "lamp", "scarf", "tray"];
  const variants = ["red", "blue", "XL", "2", "500 ml"];
  const catalog = kinds.flatMap((kind) =>
    variants.map((variant) => aProduct(`${kind} ${variant}`, { title: `${kind} ${variant}` })),
  );
  const ids = catalog.map(({ productId }) => productId);
  const recommender = aRecommender(
    ids.flatMap((id, n) =>
      customersWithOrders(`c${n}`, 4, [[id, ids[(n + 1) % ids.length] ?? id], 5]),
    ),
    catalog,
  );
  fc.assert(
    fc.property(
      fc.constantFrom("buy_again", "new_for_you", "next_basket", "goes_with", "chosen_next"),
      fc.subarray(ids, { maxLength: 4 }),
      fc.integer({ min: 1, max: 8 }),
      fc.option(fc.string()),
      (list, owned, count, drawKey) => {
        const outcome = recommend(
          recommender,
          aRequest({ list, count, drawKey, history: owned.map((id) => bought(id, 3)) }),
        );
        const picked = outcome.kind === "none" ? [] : outcome.recommendations;
        const shown = picked.map(({ productId }) => productId.split(" ")[0]);
        expect(new Set(shown).size).toBe(shown.length);
      },
    ),
    { numRuns: 150 },
  );
});
