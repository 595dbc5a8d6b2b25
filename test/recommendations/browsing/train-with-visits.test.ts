import { describe, expect, test } from "vitest";
import { encodeModels } from "~/recommendations/models/encode-models";
import { trainModels } from "~/recommendations/models/train-models";
import { DAY_MS } from "~/recommendations/purchases/purchase";
import { NOW } from "../../support/builders";
import { aProduct, columnsOf } from "../builders";
import { simulateBrowsing, visitColumns, type BrowsingShop } from "./simulate-browsing";

/** A shop of many views and few orders. */
const SHOP: BrowsingShop = {
  seed: 5,
  customers: 600,
  visitors: 600,
  days: 70,
  visitsPerMonth: 4,
  orderRate: 0.15,
  looksByTaste: true,
};

type Simulated = ReturnType<typeof simulateBrowsing>;

function train({ purchases, visits }: Simulated, learns = true) {
  const ids = new Set([
    ...purchases.map(({ productId }) => productId),
    ...visits.flatMap(({ productIds }) => productIds),
  ]);
  const input = {
    purchases: columnsOf(purchases),
    products: [...ids].sort().map((id) => aProduct(id, { title: id, vendor: id })),
    inUse: null,
    now: NOW,
  };
  const visited = learns ? { ...input, visits: visitColumns(visits) } : input;
  return trainModels(visited, () => undefined);
}

describe("the training of a shop with visits", () => {
  const simulated = simulateBrowsing(SHOP, +NOW);
  const trained = train(simulated);

  test("ranks by views and carts where they predict the orders of the last month", () => {
    const { choices, models } = trained;
    const { visits, weights, contenders } = choices.new_for_you;
    expect(visits?.areUsed).toBe(true);
    expect(visits?.gain?.mean).toBeGreaterThan(2 * (visits?.gain?.error ?? 1));
    expect(weights.map(({ source }) => source)).toContain("bought_after_view");
    expect(contenders.map(({ name }) => name)).toContain("viewed_together");
    expect(models.visitRelations?.boughtAfterView.neighbors.length).toBeGreaterThan(0);
    expect(choices.buy_again.visits).toBeUndefined();
  });

  test("gives them no weight, and no place in the models, where people look at anything", () => {
    const random = simulateBrowsing({ ...SHOP, looksByTaste: false }, +NOW);
    const unrelated = { ...random, visits: shuffleViewers(random.visits) };
    const { choices, models } = train(unrelated);
    for (const { visits, weights } of [choices.new_for_you, choices.next_basket]) {
      expect(visits).toMatchObject({ areUsed: false });
      expect(visits?.gain).not.toBeNull();
      expect(weights.map(({ source }) => source)).not.toContain("viewed_together");
    }
    expect(models.visitRelations).toBeNull();
  });

  test("ignores later visits, and gives identical bytes for any order of the input", () => {
    const later = simulated.visits.map((visit) => ({
      ...visit,
      startedAt: new Date(+visit.startedAt + 90 * DAY_MS),
      endedAt: new Date(+visit.endedAt + 90 * DAY_MS),
    }));
    const other = train({
      purchases: simulated.purchases.toReversed(),
      visits: [...later, ...simulated.visits.toReversed()],
    });
    expect(other.choices).toEqual(trained.choices);
    expect(encodeModels(other.models)).toEqual(encodeModels(trained.models));
  });
});

test("a shop without visits is trained as if it could not learn from them", () => {
  const { purchases } = simulateBrowsing({ ...SHOP, orderRate: 0.4 }, +NOW);
  const without = train({ purchases, visits: [] }, false);
  const empty = train({ purchases, visits: [] });
  expect(empty.choices).toEqual(without.choices);
  expect(encodeModels(empty.models)).toEqual(encodeModels(without.models));
  expect(without.choices.new_for_you.customers).toBeGreaterThan(100);
  expect(without.models.visitRelations).toBeNull();
});

/** Gives each visit to the visitor of another one, so that it says nothing about its visitor's orders. */
function shuffleViewers(visits: Simulated["visits"]): Simulated["visits"] {
  return visits.map((visit, n) => ({
    ...visit,
    profileId: visits[(7_919 * (n + 1)) % visits.length]?.profileId ?? "",
  }));
}
