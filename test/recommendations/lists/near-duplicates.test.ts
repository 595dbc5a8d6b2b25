import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { CatalogProduct } from "~/catalog/catalog-product";
import { FIT_OPTIONS } from "~/recommendations/models/fit-models";
import { NO_NEIGHBORS } from "~/ml/neighbors/product-neighbors";
import { recommend } from "~/recommendations/lists/recommend";
import { cosineOfTexts } from "~/recommendations/lists/text-cosines";
import { prepareRecommender } from "~/recommendations/models/recommender";
import { dropNearDuplicates, looksOf } from "~/recommendations/lists/near-duplicates";
import { aProduct, aRecommender, aRequest, bought, customersWithOrders } from "../builders";

describe("looksOf", () => {
  const lookAlike = (one: string, other: string, overrides: Partial<CatalogProduct> = {}) => {
    const looks = new Set(looksOf(aProduct("a", { title: one })));
    return looksOf(aProduct("b", { title: other, ...overrides })).some((it) => looks.has(it));
  };

  test.each([
    ["Linen shirt, red, M", "Linen shirt – Blue XL"],
    ["Candle 200 g", "Candle 500g"],
    ["Leinenhemd Rot", "Leinenhemd Grün"],
  ])("finds one product in %s and %s, at any price", (one, other) => {
    expect(lookAlike(one, other, { priceMinor: 99_00 })).toBe(true);
  });

  test.each([
    ["Door sign 2", "Door sign 13"],
    ["Water filter 3000", "Water filter 5000"],
    ["Lens A7", "Lens A9"],
  ])("finds one product in %s and %s only at the same price, vendor and type", (one, other) => {
    expect(lookAlike(one, other)).toBe(true);
    expect(lookAlike(one, other, { priceMinor: 13_00 })).toBe(false);
    expect(lookAlike(one, other, { vendor: "Other" })).toBe(false);
    expect(lookAlike(one, other, { productType: "Parts" })).toBe(false);
  });

  test.each([
    ["Linen shirt red", "Linen dress red"],
    ["Red", "Blue"],
    ["501", "505"],
  ])("finds two products in %s and %s", (one, other) => {
    expect(lookAlike(one, other)).toBe(false);
  });
});

test("a shop that sells models by number shows them side by side", () => {
  const catalog = [3000, 4000, 5000, 6000].map((model, n) =>
    aProduct(`f${model}`, { title: `Filter ${model}`, priceMinor: 1_000 * (n + 1) }),
  );
  const recommender = aRecommender(
    customersWithOrders("buyer", 5, [catalog.map(({ productId }) => productId), 5]),
    catalog,
  );
  const request = aRequest({ list: "goes_with", triggerProductIds: ["f3000"], count: 3 });
  const outcome = recommend(recommender, request);
  expect(outcome.kind === "none" ? 0 : outcome.recommendations.length).toBe(3);
});

test("shows titles that differ in numbers only if there is nothing else", () => {
  const filters = [3000, 4000, 5000].map((model, n) =>
    aProduct(`f${model}`, { title: `Filter ${model}`, priceMinor: 1_000 * (n + 1) }),
  );
  const others = ["Kettle", "Descaler"].map((title) => aProduct(title, { title }));
  const ids = [...filters, ...others].map(({ productId }) => productId);
  const recommender = aRecommender(
    [
      ...customersWithOrders("buyer", 9, [
        [...filters.map(({ productId }) => productId), "cup"],
        5,
      ]),
      ...customersWithOrders("other", 4, [[...others.map(({ productId }) => productId), "cup"], 5]),
    ],
    [...filters, ...others, aProduct("cup", { title: "Cup" })],
  );
  const pickedOf = (count: number) => {
    const request = aRequest({ list: "goes_with", triggerProductIds: ["cup"], count });
    const outcome = recommend(recommender, request);
    return outcome.kind === "none" ? [] : outcome.recommendations.map((it) => it.productId);
  };
  const numbered = (picked: readonly string[]) => picked.filter((id) => id.startsWith("f"));
  expect(numbered(pickedOf(3))).toHaveLength(1);
  expect(new Set(pickedOf(5))).toEqual(new Set(ids));
  expect(numbered(pickedOf(5).slice(0, 3))).toHaveLength(1);
});

test("shows one of many products with equal texts, although each has a few nearest only", () => {
  const words = ["river", "stone", "cedar", "linen", "harbor"];
  const titles = permutationsOf(words).map((it) => it.join(" "));
  const catalog = titles.map((title, n) => aProduct(`p${String(n).padStart(3, "0")}`, { title }));
  const recommender = aRecommender([], catalog);
  const ranked = catalog.toReversed().map(({ productId }) => ({ productId }));
  expect(catalog.length).toBeGreaterThan(2 * FIT_OPTIONS.content.k);
  expect(dropNearDuplicates(ranked, recommender)).toHaveLength(1);
});

function permutationsOf<T>(items: readonly T[]): T[][] {
  if (items.length <= 1) return [[...items]];
  return items.flatMap((item, n) =>
    permutationsOf(items.toSpliced(n, 1)).map((rest) => [item, ...rest]),
  );
}

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

test("compares the texts of products that came after the training", () => {
  const tags = Array.from({ length: 20 }, (_, n) => `feature${n}`);
  const known = [
    aProduct("known", { title: "Travel mug classic", tags }),
    aProduct("scarf", { title: "Scarf", productType: "Clothes" }),
  ];
  const later = [
    aProduct("later", { title: "Travel mug classical", tags }),
    aProduct("latest", { title: "Travel mug classics", tags }),
    aProduct("hat", { title: "Hat", productType: "Clothes" }),
  ];
  const trained = aRecommender([], known);
  if (!trained.fitted) throw new Error("There are no models.");
  const { version, models, choices, kept } = trained.fitted;
  const recommender = prepareRecommender({ version, models, choices, kept }, [...known, ...later]);
  const shownOf = (...ids: readonly string[]) =>
    dropNearDuplicates(
      ids.map((productId) => ({ productId })),
      recommender,
    ).map(({ productId }) => productId);
  expect(shownOf("known", "later", "scarf", "hat")).toEqual(["known", "scarf", "hat"]);
  expect(shownOf("later", "known", "scarf", "hat")).toEqual(["later", "scarf", "hat"]);
  expect(shownOf("latest", "scarf", "later")).toEqual(["latest", "scarf"]);
});

test("the cosine of two texts is that of the content model", () => {
  const word = fc.constantFrom("mug", "tray", "lamp", "red", "big");
  const someCatalog = fc.array(
    fc.record({ title: fc.array(word, { minLength: 1 }), tags: fc.array(word, { maxLength: 3 }) }),
    { minLength: 2, maxLength: 8 },
  );
  fc.assert(
    fc.property(someCatalog, (described) => {
      const catalog = described.map(({ title, tags }, n) =>
        aProduct(String(n), { title: title.join(" "), tags }),
      );
      const { fitted, products, indices } = aRecommender([], catalog);
      const { offsets, neighbors, scores } = fitted?.models.content ?? NO_NEIGHBORS;
      for (const { productId } of catalog) {
        const row = indices.get(productId) ?? -1;
        for (let at = offsets[row] ?? 0; at < (offsets[row + 1] ?? 0); at++) {
          const other = fitted?.models.productIds[neighbors[at] ?? -1] ?? "";
          expect(cosineOfTexts(products, productId, other)).toBeCloseTo(scores[at] ?? NaN, 6);
        }
      }
    }),
  );
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
