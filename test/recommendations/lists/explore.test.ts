import { describe, expect, test } from "vitest";
import { recommend } from "~/recommendations/lists/recommend";
import { aProduct, aRecommender, aRequest, bought, customersWithOrders } from "../builders";

const SOLD = ["kettle", "teapot", "mug", "tray", "filter", "scale", "grinder", "carafe"];
const RARE = ["saucer", "strainer", "caddy", "whisk", "tin"];
const CATALOG = [...SOLD, ...RARE].map((id) => aProduct(id));
const recommender = aRecommender(customersWithOrders("a", 20, [SOLD, 10]), CATALOG);

const pick = (drawKey: string | null, list: "new_for_you" | "goes_with" = "new_for_you") => {
  const outcome = recommend(
    recommender,
    aRequest({
      list,
      drawKey,
      history: [bought("kettle", 5)],
      triggerProductIds: ["teapot"],
      count: 4,
    }),
  );
  return outcome.kind === "recommended" ? outcome.recommendations : [];
};
const isRare = (productId: string) => RARE.includes(productId);

describe("explore", () => {
  const DRAWS = 4_000;
  const blocks = Array.from({ length: DRAWS }, (_, n) => pick(`message-${n}`));

  test("gives one place in twenty to little-known products, always the last", () => {
    const explored = blocks.filter((block) => isRare(block[3]!.productId));
    // 1 of 20 slots is 1 of 5 blocks of four; 3 standard errors of 4,000 draws are .019.
    expect(Math.abs(explored.length / DRAWS - 0.2)).toBeLessThan(0.019);
    for (const block of blocks) {
      expect(block.slice(0, 3).some(({ productId }) => isRare(productId))).toBe(false);
    }
  });

  test("draws each of them with equal probability, and records it", () => {
    for (const id of RARE) {
      const share = blocks.filter((block) => block[3]!.productId === id).length / DRAWS;
      expect(Math.abs(share - 0.04)).toBeLessThan(0.0095);
    }
    for (const block of blocks) {
      const [last] = block.slice(-1);
      expect(last!.propensity).toBeCloseTo(isRare(last!.productId) ? 0.2 / 5 : 0.8, 12);
      expect(block[0]!.propensity).toBe(1);
    }
  });

  test("draws the same product again for the same message", () => {
    expect(blocks.slice(0, 50)).toEqual(Array.from({ length: 50 }, (_, n) => pick(`message-${n}`)));
  });

  test("does not explore without an email or in a list with another promise", () => {
    expect(pick(null).some(({ productId }) => isRare(productId))).toBe(false);
    for (let n = 0; n < 50; n++) {
      const picks = pick(`message-${n}`, "goes_with");
      expect(picks.every(({ propensity }) => propensity === 1)).toBe(true);
    }
  });
});
