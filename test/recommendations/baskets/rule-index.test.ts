import { describe, expect, test } from "vitest";
import { createSparseScores } from "~/ml/matrices/sparse-scores";
import { findRule, indexRules, scoreByRules } from "~/recommendations/baskets/rule-index";
import type { ProductRule } from "~/recommendations/baskets/product-rule";

const IDS = ["kettle", "tray", "mug", "teapot"];
const INDICES = new Map(IDS.map((id, index) => [id, index]));

const rule = (
  antecedentIds: readonly string[],
  consequentId: string,
  orders: number,
): ProductRule => ({
  antecedentIds,
  consequentId,
  orders,
  antecedentOrders: 20,
  consequentOrders: 30,
  customers: 3,
});

const INDEX = indexRules(
  [
    rule(["kettle"], "mug", 8),
    rule(["kettle", "tray"], "mug", 14),
    rule(["tray"], "teapot", 5),
    rule(["kettle"], "deleted", 19),
  ],
  INDICES,
);

function scoresFor(...cart: number[]) {
  const scores = createSparseScores(IDS.length);
  scoreByRules(INDEX, cart, scores);
  return [...scores.values];
}

describe("scoreByRules", () => {
  test("scores by the confidence of a rule from one product", () => {
    expect(scoresFor(0)).toEqual([0, 0, 8 / 20, 0]);
  });

  test("uses a rule from two products only if both are in the cart, and then the surer one", () => {
    expect(scoresFor(0, 1)).toEqual([0, 0, 14 / 20, 5 / 20]);
    expect(scoresFor(1)).toEqual([0, 0, 0, 5 / 20]);
  });

  test("scores nothing for a cart without rules", () => {
    expect(scoresFor(3)).toEqual([0, 0, 0, 0]);
  });
});

describe("findRule", () => {
  test("names the rule from one product, which a sentence can name", () => {
    expect(findRule(INDEX, [0, 1], 2)?.antecedentIds).toEqual(["kettle"]);
  });

  test("finds none for a product that no rule leads to", () => {
    expect(findRule(INDEX, [0], 3)).toBeNull();
  });
});
