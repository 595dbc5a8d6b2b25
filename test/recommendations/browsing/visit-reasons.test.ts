import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { BrowsedVisit } from "~/recommendations/sessions/visit-columns";
import { recommend } from "~/recommendations/lists/recommend";
import { fitModels } from "~/recommendations/models/fit-models";
import { VISIT_SOURCES } from "~/recommendations/models/model-queries";
import { prepareRecommender } from "~/recommendations/models/recommender";
import { daysAgo, NOW } from "../../support/builders";
import { aProduct, aRequest, columnsOf, GENERAL_CHOICES, type Purchase } from "../builders";
import { foldInteractions } from "~/recommendations/interests/interest";
import { visitColumns } from "./simulate-browsing";

const IDS = ["kettle", "descaler", "teapot", "strainer", "whisk"];
const CATALOG = IDS.map((id) => aProduct(id, { productType: id, vendor: id }));

/** A shop whose evaluation gave the models of visits weight in each list. */
const CHOICES = {
  ...GENERAL_CHOICES,
  goes_with: withVisits(GENERAL_CHOICES.goes_with),
  new_for_you: withVisits(GENERAL_CHOICES.new_for_you),
};

function withVisits(choice: (typeof GENERAL_CHOICES)["goes_with"]) {
  const more = VISIT_SOURCES.map((source) => ({ source, share: 1, log: 0.1 }));
  return { ...choice, weights: [...choice.weights, ...more] };
}

function recommenderOf(visits: readonly BrowsedVisit[], purchases: readonly Purchase[]) {
  const input = { purchases: columnsOf(purchases), products: CATALOG, now: NOW };
  const models = fitModels({ ...input, visits: visitColumns(visits) });
  return prepareRecommender({ version: 3, models, choices: CHOICES, kept: null }, CATALOG);
}

/** So many people who looked at the kettle, and then did the rest. */
const people = (count: number, productIds: readonly string[], name = "c") =>
  Array.from({ length: count }, (_, n): BrowsedVisit => ({
    profileId: `${name}${n}`,
    startedAt: daysAgo(5),
    endedAt: daysAgo(4.9),
    productIds,
    cartedIds: [],
  }));
const orders = (count: number, productId: string): Purchase[] =>
  Array.from({ length: count }, (_, n) => ({ profileId: `c${n}`, productId, at: daysAgo(4) }));

const besideKettle = aRequest({ list: "goes_with", triggerProductIds: ["kettle"], count: 2 });
const lookedAtKettle = aRequest({
  interests: foldInteractions([{ kind: "viewed", productId: "kettle", at: daysAgo(1) }], NOW),
  count: 2,
});

function firstOf(...args: Parameters<typeof recommend>) {
  const outcome = recommend(...args);
  return outcome.kind === "none" ? null : (outcome.recommendations[0] ?? null);
}

describe("a product that visits lead to", () => {
  test("says what people who looked at the other bought", () => {
    const recommender = recommenderOf(people(3, ["kettle"]), orders(3, "descaler"));
    for (const request of [besideKettle, lookedAtKettle]) {
      expect(firstOf(recommender, request)).toMatchObject({
        productId: "descaler",
        modelKind: "bought_after_view",
        modelVersion: 3,
        reason: { kind: "bought_after_view", productId: "kettle", title: "The kettle" },
      });
    }
  });

  test("says what people looked at together", () => {
    const recommender = recommenderOf(people(3, ["kettle", "teapot"]), []);
    expect(firstOf(recommender, besideKettle)).toMatchObject({
      productId: "teapot",
      reason: { kind: "viewed_together", productId: "kettle", title: "The kettle" },
    });
  });

  test("names no visit of fewer than three people", () => {
    const often = [...people(1, ["kettle", "teapot"]), ...people(1, ["kettle", "teapot"], "d")];
    const recommender = recommenderOf([...often, ...often], orders(1, "descaler"));
    for (const request of [besideKettle, lookedAtKettle]) {
      const outcome = recommend(recommender, request);
      const reasons = outcome.kind === "none" ? [] : outcome.recommendations;
      expect(reasons.length).toBeGreaterThan(0);
      for (const { reason } of reasons) {
        expect(reason.kind).not.toMatch(/view|looked/);
      }
    }
  });
});

test("the parts of each score add up to it exactly, for any visits and orders", () => {
  const visit = fc
    .tuple(fc.nat({ max: 5 }), fc.uniqueArray(fc.constantFrom(...IDS), { minLength: 1 }))
    .map(([person, productIds]): BrowsedVisit => ({
      profileId: `c${person}`,
      startedAt: daysAgo(5),
      endedAt: daysAgo(4.9),
      productIds,
      cartedIds: productIds.slice(0, 1),
    }));
  const order = fc
    .tuple(fc.nat({ max: 5 }), fc.constantFrom(...IDS), fc.nat({ max: 20 }))
    .map(([person, productId, days]) => ({
      profileId: `c${person}`,
      productId,
      at: daysAgo(days),
    }));
  let withVisitParts = 0;
  fc.assert(
    fc.property(
      fc.array(visit, { minLength: 3, maxLength: 15 }),
      fc.array(order, { maxLength: 10 }),
      (visits, purchases) => {
        const recommender = recommenderOf(visits, purchases);
        for (const request of [besideKettle, lookedAtKettle]) {
          const outcome = recommend(recommender, request);
          if (outcome.kind === "none") continue;
          for (const { parts, score } of outcome.recommendations) {
            expect(parts.reduce((sum, part) => sum + part.score, 0)).toBe(score);
            if (parts.some(({ source }) => VISIT_SOURCES.some((it) => it === source))) {
              withVisitParts++;
            }
          }
        }
      },
    ),
  );
  expect(withVisitParts).toBeGreaterThan(0);
});
