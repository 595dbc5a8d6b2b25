import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ProductNeighbors } from "~/ml/neighbors/product-neighbors";
import type { BrowsedVisit } from "~/recommendations/sessions/visit-columns";
import { fitFrom, prepareFit } from "~/recommendations/models/fit-models";
import { GENERAL_SETTINGS } from "~/recommendations/models/model-settings";
import { daysAgo, NOW } from "../../support/builders";
import { aProduct, columnsOf, type Purchase } from "../builders";
import { visitColumns } from "./simulate-browsing";

const IDS = ["kettle", "mug", "pot", "tray"];
const PRODUCTS = IDS.map((id) => aProduct(id));
/** No decay by age and no shrinkage, so that a score is a plain share. */
const NEVER = 1e9;
const SETTINGS = {
  ...GENERAL_SETTINGS,
  viewed_together: { ...GENERAL_SETTINGS.viewed_together, shrinkage: 0, ageHalfLifeDays: NEVER },
  bought_after_view: {
    ...GENERAL_SETTINGS.bought_after_view,
    shrinkage: 0,
    ageHalfLifeDays: NEVER,
    windowDays: 7,
  },
  bought_after_cart: {
    ...GENERAL_SETTINGS.bought_after_cart,
    shrinkage: 0,
    ageHalfLifeDays: NEVER,
    windowDays: 7,
  },
};

const visit = (
  profileId: string,
  days: number,
  productIds: readonly string[],
  cartedIds: readonly string[] = [],
): BrowsedVisit => ({
  profileId,
  startedAt: daysAgo(days),
  endedAt: new Date(+daysAgo(days) + 60_000),
  productIds,
  cartedIds,
});
const order = (profileId: string, days: number, productId: string): Purchase => ({
  profileId,
  productId,
  at: daysAgo(days),
});

/** The relations as "from > to" → number of profiles. */
function fit(visits: readonly BrowsedVisit[], purchases: readonly Purchase[] = [], now = NOW) {
  const input = { purchases: columnsOf(purchases), products: PRODUCTS, now };
  const data = prepareFit({ ...input, visits: visitColumns(visits) });
  return fitFrom(data, PRODUCTS, SETTINGS).visitRelations;
}

function pairsOf(model: ProductNeighbors | undefined): Record<string, number> {
  const pairs: Record<string, number> = {};
  IDS.forEach((from, row) => {
    if (!model) return;
    for (let at = model.offsets[row] ?? 0; at < (model.offsets[row + 1] ?? 0); at++) {
      pairs[`${from} > ${IDS[model.neighbors[at] ?? -1]}`] = model.shared[at] ?? 0;
    }
  });
  return pairs;
}

describe("relations of visits", () => {
  test("are symmetric for products of one visit, and never cross visits", () => {
    const relations = fit([
      visit("v1", 3, ["kettle", "mug"]),
      visit("v2", 2, ["mug", "kettle"]),
      visit("v2", 1, ["tray"]),
    ]);
    expect(pairsOf(relations?.viewedTogether)).toEqual({ "kettle > mug": 2, "mug > kettle": 2 });
  });

  test("lead from a view to the later order within the window", () => {
    const visits = [
      visit("c1", 11, ["tray"]),
      visit("c1", 5, ["kettle"], ["kettle"]),
      visit("c1", 4, ["pot"]),
      visit("c1", 2, ["tray"]),
      visit("c2", 4, ["tray"]),
    ];
    const relations = fit(visits, [order("c1", 3, "mug")]);
    expect(pairsOf(relations?.boughtAfterView)).toEqual({ "kettle > mug": 1, "pot > mug": 1 });
    expect(pairsOf(relations?.boughtAfterCart)).toEqual({ "kettle > mug": 1 });
  });

  test("count less with age", () => {
    const decayed = { ...SETTINGS.viewed_together, ageHalfLifeDays: 10 };
    const data = prepareFit({
      purchases: columnsOf([]),
      products: PRODUCTS,
      visits: visitColumns([
        visit("v1", 21, ["kettle", "mug"]),
        visit("v2", 1, ["kettle", "tray"]),
      ]),
      now: NOW,
    });
    const settings = { ...SETTINGS, viewed_together: decayed };
    const model = fitFrom(data, PRODUCTS, settings).visitRelations?.viewedTogether;
    const [newest, oldest] = [...(model?.scores.subarray(0, 2) ?? [])];
    expect(IDS[model?.neighbors[0] ?? -1]).toBe("tray");
    // Relative to the newer visit, the other weighs a quarter, and the norm of the kettle is √1.25.
    expect(newest).toBeCloseTo(1 / Math.sqrt(1.25), 5);
    expect(oldest).toBeCloseTo(0.25 / (Math.sqrt(1.25) * 0.5), 5);
  });

  test("do not know visits that end after the day of the fit", () => {
    const before = [visit("v1", 3, ["kettle", "mug"])];
    const after = [visit("v1", 0, ["kettle", "pot"]), visit("v2", -1, ["tray", "mug"])];
    const now = daysAgo(0);
    expect(fit([...before, ...after], [], now)).toEqual(fit(before, [], now));
  });

  test("are absent without visits of known products", () => {
    expect(fit([visit("v1", 3, ["gone", "lost"])])).toBeNull();
  });
});

const visitArbitrary = fc
  .record({
    profileId: fc.constantFrom("c1", "c2", "v3"),
    days: fc.nat({ max: 40 }),
    productIds: fc.uniqueArray(fc.constantFrom(...IDS), { minLength: 1, maxLength: 4 }),
    carted: fc.boolean(),
  })
  .map(({ profileId, days, productIds, carted }) =>
    visit(profileId, days + 0.5, productIds, carted ? productIds.slice(0, 1) : []),
  );
const orderArbitrary = fc
  .tuple(fc.constantFrom("c1", "c2"), fc.nat({ max: 40 }), fc.constantFrom(...IDS))
  .map(([profileId, days, productId]) => order(profileId, days, productId));

describe("relations of visits, for any visits and orders,", () => {
  test("do not depend on their order", () => {
    fc.assert(
      fc.property(
        fc.array(visitArbitrary, { maxLength: 15 }),
        fc.array(orderArbitrary, { maxLength: 8 }),
        (visits, orders) => {
          expect(fit(visits.toReversed(), orders.toReversed())).toEqual(fit(visits, orders));
        },
      ),
    );
  });

  test("agree with a naive count of profiles", () => {
    fc.assert(
      fc.property(
        fc.array(visitArbitrary, { maxLength: 15 }),
        fc.array(orderArbitrary, { maxLength: 8 }),
        (visits, orders) => {
          const relations = fit(visits, orders);
          const together = count((from, to) =>
            visits.filter(({ productIds: ids }) => ids.includes(from) && ids.includes(to)),
          );
          const boughtAfter = (idsOf: (visit: BrowsedVisit) => readonly string[]) =>
            count((from, to) =>
              orders.filter(
                ({ productId, profileId, at }) =>
                  productId === to &&
                  visits.some(
                    (seen) =>
                      seen.profileId === profileId &&
                      seen.startedAt <= at &&
                      +at - +seen.startedAt < 7 * 86_400_000 &&
                      idsOf(seen).includes(from),
                  ),
              ),
            );
          expect(pairsOf(relations?.viewedTogether)).toEqual(together);
          expect(pairsOf(relations?.boughtAfterView)).toEqual(
            boughtAfter(({ productIds }) => productIds),
          );
          expect(pairsOf(relations?.boughtAfterCart)).toEqual(
            boughtAfter(({ cartedIds }) => cartedIds),
          );
        },
      ),
    );
  });
});

/** The profiles of the rows of each pair of products. */
function count(rowsOf: (from: string, to: string) => readonly { readonly profileId: string }[]) {
  const pairs: Record<string, number> = {};
  for (const from of IDS) {
    for (const to of IDS) {
      const profiles = new Set(rowsOf(from, to).map(({ profileId }) => profileId));
      if (from !== to && profiles.size > 0) pairs[`${from} > ${to}`] = profiles.size;
    }
  }
  return pairs;
}
