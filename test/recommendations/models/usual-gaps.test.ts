import { expect, test } from "vitest";
import { foldPairs } from "~/recommendations/models/purchase-pairs";
import { findUsualGaps } from "~/recommendations/models/usual-gaps";
import { sortPurchases } from "~/recommendations/purchases/purchase-histories";
import { NOW } from "../../support/builders";
import { columnsOf, customersWithOrders, type Purchase } from "../builders";

const PRODUCTS = ["coffee", "kettle", "filter"];

function usualGapsOf(purchases: readonly Purchase[]): number[] {
  const indices = new Map(PRODUCTS.map((id, index) => [id, index]));
  const histories = sortPurchases(columnsOf(purchases), indices, NOW.getTime());
  return [...findUsualGaps(foldPairs(histories), PRODUCTS.length)];
}

const boughtAt = (name: string, productId: string, ...days: readonly number[]) =>
  customersWithOrders(name, 1, ...days.map((age) => [[productId], age] as const));

test("the usual gap is the median of the customers' mean gaps", () => {
  expect(
    usualGapsOf([
      ...boughtAt("a", "coffee", 90, 60, 34),
      ...boughtAt("b", "coffee", 40, 20),
      ...boughtAt("c", "coffee", 100, 10),
      // Many orders of one customer are one gap.
      ...boughtAt("d", "coffee", 12, 10, 8, 6, 4, 2),
      ...boughtAt("e", "coffee", 50),
    ]),
  ).toEqual([24, 0, 0]);
});

test("fewer than three customers who bought it again say nothing", () => {
  const two = ["a", "b"].flatMap((name) => boughtAt(name, "filter", 60, 30));
  expect(usualGapsOf([...two, ...boughtAt("c", "filter", 60)])).toEqual([0, 0, 0]);
  expect(usualGapsOf([...two, ...boughtAt("c", "filter", 60, 50)])).toEqual([0, 0, 30]);
});
