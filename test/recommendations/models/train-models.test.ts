import { describe, expect, test } from "vitest";
import { decodeModels } from "~/recommendations/models/encode-models";
import { weightsOf } from "~/recommendations/models/list-choice";
import {
  trainRecommendationModels,
  type TrainModelsInput,
} from "~/recommendations/models/train-models";
import { NOW } from "../../support/builders";
import {
  aProduct,
  columnsOf,
  customersWithOrders,
  GENERAL_CHOICES,
  type Purchase,
} from "../builders";

/** Related pairs of products; `a` is bought before the last month, `b` within it. */
const PAIRS = Array.from({ length: 30 }, (_, n) => [`a${n}`, `b${n}`] as const);
const PRODUCTS = [...PAIRS.flat(), "hit"].map((id) => aProduct(id));

/** Customers who buy the second of a pair in the last month, and those who make that predictable. */
const pairBuyers = (perPair: number): Purchase[] =>
  PAIRS.flatMap(([a, b]) => [
    ...customersWithOrders(`taught-${a}`, 6, [[a], 90], [[b], 60]),
    ...customersWithOrders(`asked-${a}`, perPair, [[a], 50], [[b], 10]),
  ]);
const popularProduct = customersWithOrders("crowd", 200, [["hit"], 45]);

const train = (purchases: readonly Purchase[], overrides: Partial<TrainModelsInput> = {}) =>
  trainRecommendationModels(
    { purchases: columnsOf(purchases), products: PRODUCTS, inUse: null, now: NOW, ...overrides },
    () => undefined,
  );

describe("trainModels", () => {
  test("finds in back-tests that similar customers predict better than popularity", () => {
    const { choices } = train([...pairBuyers(8), ...popularProduct]);
    const { customers, contenders, chosen } = choices.new_for_you;
    const ndcgOf = (name: string) => contenders.find((it) => it.name === name)?.ndcg10 ?? NaN;
    expect(customers).toBe(240);
    expect(ndcgOf("blend")).toBeGreaterThan(0.9);
    expect(ndcgOf("item_knn")).toBeGreaterThan(0.9);
    expect(ndcgOf("popularity")).toBeLessThan(0.5);
    expect(chosen).not.toBe("popularity");
    expect(contenders.map(({ ndcg10 }) => ndcg10)).toEqual(
      contenders.map(({ ndcg10 }) => ndcg10).toSorted((x, y) => y - x),
    );
  });

  test("claims nothing for a shop with few customers, and uses general defaults", () => {
    const trained = train(pairBuyers(1));
    expect(trained.choices).toEqual(GENERAL_CHOICES);
  });

  test("keeps the current weights when learned ones would rank measurably worse", () => {
    // Every other customer bought the hit, the others their pair: weights learned from one half mislead for the other.
    const customers = PAIRS.flatMap(([a, b], pair) =>
      Array.from({ length: 14 }, (_, n) => {
        const name = `z${String(pair).padStart(2, "0")}-${String(n).padStart(2, "0")}`;
        return customersWithOrders(name, 1, [[a], 50], [[n % 2 === 0 ? "hit" : b], 10]);
      }).flat(),
    );
    const taught = PAIRS.flatMap(([a, b]) =>
      customersWithOrders(`t-${a}`, 6, [[a], 90], [[b], 60]),
    );
    const inUse = weightsOf(GENERAL_CHOICES);
    const pairThenHit = inUse.new_for_you.map(({ source }) => ({
      source,
      share: source === "item_knn" ? 5 : source === "popularity" ? 1 : 0,
      log: 0,
    }));
    const trained = train([...customers, ...taught, ...popularProduct], {
      inUse: { ...inUse, new_for_you: pairThenHit },
    });
    expect(trained.choices.new_for_you).toMatchObject({ chosen: "in_use", weights: pairThenHit });
  });

  test("ignores later data, and gives identical bytes again", () => {
    const known = pairBuyers(4);
    const later = customersWithOrders("later", 50, [["a0", "hit"], -3]);
    const one = train(known);
    const other = train([...known.toReversed(), ...later]);
    expect(other.choices).toEqual(one.choices);
    expect(other.bytes).toEqual(one.bytes);
    expect(decodeModels(one.bytes).kind).toBe("decoded");
  });

  test("is not influenced by the measured customers' purchases", () => {
    const base = [...pairBuyers(8), ...popularProduct];
    const { choices } = train(base);
    expect(choices.new_for_you.customers).toBeLessThanOrEqual(PAIRS.length * 8);
    expect(choices.goes_with.customers).toBe(0);
    expect(choices.buy_again.customers).toBe(0);
  });
});
