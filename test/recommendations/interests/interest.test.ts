import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  addInteraction,
  foldInteractions,
  interestsAt,
  INTERACTION_WEIGHTS,
  INTEREST_HALF_LIFE_DAYS,
  NO_INTERESTS,
  type Interaction,
  type InteractionKind,
} from "~/recommendations/interests/interest";
import { recommend } from "~/recommendations/lists/recommend";
import { daysAgo, NOW } from "../../support/builders";
import { aProduct, aRecommender, aRequest, bought, customersWithOrders } from "../builders";

const viewed = (productId: string, days: number): Interaction => ({
  kind: "viewed",
  productId,
  at: daysAgo(days),
});
const KINDS: InteractionKind[] = ["viewed", "clicked", "put_in_cart", "taken_to_checkout"];
const interaction = fc.record<Interaction>({
  kind: fc.constantFrom(...KINDS),
  productId: fc.constantFrom("mug", "tray", "scarf"),
  at: fc.double({ min: 0, max: 90, noNaN: true }).map(daysAgo),
});

describe("interests", () => {
  test("halve with each half-life, and add up", () => {
    const interests = foldInteractions([viewed("mug", 2 * INTEREST_HALF_LIFE_DAYS)], NOW);
    expect(interestsAt(interests, NOW)[0]!.weight).toBeCloseTo(INTERACTION_WEIGHTS.viewed / 4, 12);
    const twice = foldInteractions([viewed("mug", 0), viewed("mug", 0)], NOW);
    expect(interestsAt(twice, NOW)[0]!.weight).toBeCloseTo(2 * INTERACTION_WEIGHTS.viewed, 12);
  });

  test("weigh a cart like four views or two clicks", () => {
    const weightOf = (kinds: readonly InteractionKind[]) => {
      const interactions = kinds.map((kind) => ({ kind, productId: "mug", at: NOW }));
      return interestsAt(foldInteractions(interactions, NOW), NOW)[0]!.weight;
    };
    const cart = weightOf(["put_in_cart"]);
    expect(weightOf(["viewed", "viewed", "viewed", "viewed"])).toBeCloseTo(cart, 12);
    expect(weightOf(["clicked", "clicked"])).toBeCloseTo(cart, 12);
    expect(weightOf(["taken_to_checkout"])).toBeCloseTo(cart + weightOf(["viewed"]), 12);
    expect(weightOf(["taken_to_checkout", "taken_to_checkout", "viewed"])).toBe(1);
  });

  test("weigh more the closer an interaction is to an order, but less than an order", () => {
    const weights = KINDS.map((kind) => INTERACTION_WEIGHTS[kind]);
    expect(weights).toEqual(weights.toSorted((a, b) => a - b));
    const many = Array.from({ length: 40 }, () => viewed("mug", 0));
    expect(interestsAt(foldInteractions(many, NOW), NOW)[0]!.weight).toBe(1);
  });

  test("give the same result one by one and at once, in any order", () => {
    fc.assert(
      fc.property(
        fc.array(interaction, { maxLength: 60 }),
        fc.infiniteStream(fc.nat()),
        (all, dice) => {
          const shuffled = [...all].map((it) => ({ it, place: dice.next().value as number }));
          const streamed = shuffled
            .toSorted((a, b) => a.place - b.place)
            .reduce((state, { it }) => addInteraction(state, it), NO_INTERESTS);
          const found = interestsAt(streamed, NOW);
          expect(found.map(({ productId }) => productId)).toEqual(
            [...new Set(all.map(({ productId }) => productId))].toSorted(),
          );
          for (const { productId, weight } of found) {
            expect(Math.abs(weight - longWay(all, productId))).toBeLessThanOrEqual(1e-9);
          }
        },
      ),
    );
  });

  test("ignore future interactions", () => {
    expect(foldInteractions([viewed("mug", -1)], NOW).size).toBe(0);
  });
});

/** Each interaction decayed from its own time to now, then summed. */
function longWay(all: readonly Interaction[], productId: string): number {
  const sum = all
    .filter((it) => it.productId === productId)
    .map(({ kind, at }) => {
      const days = (NOW.getTime() - at.getTime()) / 86_400_000;
      return INTERACTION_WEIGHTS[kind] * 0.5 ** (days / INTEREST_HALF_LIFE_DAYS);
    })
    .reduce((total, weight) => total + weight, 0);
  return Math.min(1, sum);
}

describe("a profile's interests", () => {
  const CATALOG = ["kettle", "descaler", "scarf", "gloves", "mug"].map((id) => aProduct(id));
  const recommender = aRecommender(
    [
      ...customersWithOrders("brewer", 20, [["kettle", "descaler"], 30]),
      ...customersWithOrders("walker", 20, [["scarf", "gloves"], 30]),
    ],
    CATALOG,
  );
  const ask = (overrides: Parameters<typeof aRequest>[0]) => {
    const outcome = recommend(recommender, aRequest({ count: 2, ...overrides }));
    return outcome.kind === "recommended" ? outcome : null;
  };

  test("personalize a list without an order", () => {
    const interests = foldInteractions([viewed("scarf", 0)], NOW);
    const outcome = ask({ interests });
    expect(outcome).toMatchObject({ source: "new_for_you" });
    const gloves = outcome!.recommendations.find(({ productId }) => productId === "gloves");
    expect(gloves!.parts.map(({ source }) => source)).toContain("item_knn");
    expect(ask({})).toMatchObject({ source: "store_best_sellers" });
  });

  test("use the last viewed product when it is later than the last order", () => {
    const at = (days: number) => foldInteractions([viewed("scarf", days)], NOW);
    const first = (days: number) =>
      ask({
        list: "goes_with",
        count: 2,
        history: [bought("kettle", 10)],
        interests: at(days),
      })?.recommendations[0]?.productId;
    expect(first(1)).toBe("gloves");
    expect(first(20)).toBe("descaler");
  });

  test("ignore a returned product", () => {
    const outcome = ask({
      history: [bought("scarf", 5, { returned: true })],
      interests: foldInteractions([viewed("scarf", 0)], NOW),
    });
    expect(outcome?.source).not.toBe("new_for_you");
  });
});
