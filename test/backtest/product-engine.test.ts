import { describe, expect, test } from "vitest";
import { recommend } from "~/recommendations/lists/recommend";
import { prepareRecommender } from "~/recommendations/models/recommender";
import { trainModels } from "~/recommendations/models/train-models";
import { createRandomNumbers } from "~/ml/numerics/random";
import { groupByUser } from "../../scripts/backtest/recommenders/interactions";
import { trainProduct } from "../../scripts/backtest/recommenders/product-engine";
import { toPurchases } from "../../scripts/backtest/recommenders/product-purchases";
import { aProduct, aRequest } from "../recommendations/builders";

const USERS = 300;
const ITEMS = 40;
const random = createRandomNumbers(3);
/** Users of two tastes, each with a few items in order. */
const purchases = Array.from({ length: USERS }, (_, user) =>
  Array.from({ length: 4 + random.nextInteger(5) }, () =>
    Math.min(ITEMS - 1, 20 * (user % 2) + random.nextInteger(21)),
  ),
);
const known = groupByUser({
  users: USERS,
  items: ITEMS,
  userOf: purchases.flatMap((own, user) => own.map(() => user)),
  itemOf: purchases.flat(),
  days: purchases.flatMap((own) => own.map((_, n) => n)),
  order: "sequence",
});
/** Titles that differ only in numbers would be one product. */
const letters = (id: string) => id.replaceAll(/\d/g, (digit) => "abcdefghij"[Number(digit)]!);
const OPTIONS = { isOwnTime: true, seed: 1 };

describe("trainProduct", () => {
  test.each([
    ["novel", "new_for_you"],
    ["all", "next_basket"],
  ] as const)("lists %s items as a shop does in %s", (kind, list) => {
    const engine = trainProduct(known, OPTIONS);
    const dated = toPurchases(known, OPTIONS);
    const { models, choices } = trainModels({ ...dated, inUse: null }, () => undefined);
    const catalog = models.productIds.map((id) => aProduct(id, { title: letters(id), vendor: "" }));
    const recommender = prepareRecommender({ version: 1, models, choices, kept: null }, catalog);
    for (let user = 0; user < 60; user++) {
      const { starts, productOf, at } = dated.purchases;
      const history = Array.from({ length: starts[user + 1]! - starts[user]! }, (_, n) => ({
        productId: models.productIds[productOf[starts[user]! + n]!]!,
        at: new Date(at[starts[user]! + n]!),
        returned: false,
      }));
      const outcome = recommend(
        recommender,
        aRequest({ list, history, count: 10, now: dated.now, mayStandIn: false }),
      );
      const picked =
        outcome.kind === "none" ? [] : outcome.recommendations.map((it) => Number(it.productId));
      expect(picked).toEqual(engine.listsOf(user, kind).get("blend")?.slice(0, picked.length));
      expect(picked.length).toBeGreaterThan(5);
    }
  });
});

describe("toPurchases", () => {
  test("holds out each user's last order in the last month, without a calendar", () => {
    const { purchases: columns, now } = toPurchases(known, OPTIONS);
    const cut = now.getTime() - 30 * 86_400_000;
    for (let user = 0; user < USERS; user++) {
      const own = columns.at.subarray(columns.starts[user], columns.starts[user + 1]);
      expect(own.filter((at) => at > cut)).toHaveLength(1);
    }
  });

  test("keeps recorded times where the test part begins at a day", () => {
    const dated = groupByUser({
      users: 1,
      items: 2,
      userOf: [0, 0],
      itemOf: [0, 1],
      days: [3, 5],
      order: "time",
    });
    const { purchases: columns, now } = toPurchases(dated, { isOwnTime: false, seed: 1 });
    expect([...columns.at]).toEqual([3 * 86_400_000, 5 * 86_400_000]);
    expect(now).toEqual(new Date(5 * 86_400_000));
  });

  test("shuffles interactions without an order of time, the same way for a seed", () => {
    const unordered = { ...known, order: "none" as const };
    const timesOf = (seed: number) => [
      ...toPurchases(unordered, { isOwnTime: true, seed }).purchases.at,
    ];
    expect(timesOf(1)).toEqual(timesOf(1));
    expect(timesOf(1)).not.toEqual(timesOf(2));
    expect(timesOf(1).toSorted()).toEqual(timesOf(2).toSorted());
  });
});
