import type { RandomNumbers } from "~/ml/numerics/random";
import type { FitModelsInput } from "~/recommendations/models/fit-models";
import {
  groupByUser,
  type Interactions,
  type Records,
} from "../../backtest/recommenders/interactions";
import { toPurchases } from "../../backtest/recommenders/product-purchases";

/** The orders and catalog of a shop with a few hundred customers, drawn from a data set. */
export type SampleShop = Pick<FitModelsInput, "purchases" | "products" | "now">;

/** Shops per data set, and customers per shop. */
export const SHOPS = 8;
export const SHOP_CUSTOMERS = 500;

/** Groups of customers, each in one group at most. */
export function drawGroups(
  customers: number,
  random: RandomNumbers,
  size = SHOP_CUSTOMERS,
): Int32Array[] {
  const shuffled = Int32Array.from({ length: customers }, (_, n) => n);
  for (let n = customers - 1; n > 0; n--) {
    const other = random.nextInteger(n + 1);
    [shuffled[n], shuffled[other]] = [shuffled[other]!, shuffled[n]!];
  }
  const groups = Math.min(SHOPS, Math.floor(customers / size));
  return Array.from({ length: groups }, (_, n) => shuffled.slice(n * size, (n + 1) * size));
}

/** Some users as a shop whose catalog is what they bought. Each has a last order in the last month. */
export function toShop(all: Interactions, users: Int32Array): SampleShop {
  const numbers = new Map<number, number>();
  const rows: { user: number; item: number; step: number }[] = [];
  users.forEach((from, user) => {
    for (let at = all.offsets[from]!; at < all.offsets[from + 1]!; at++) {
      const item = all.itemOf[at]!;
      if (!numbers.has(item)) numbers.set(item, numbers.size);
      rows.push({ user, item: numbers.get(item)!, step: all.steps[at]! });
    }
  });
  const records: Records = {
    users: users.length,
    items: numbers.size,
    userOf: rows.map(({ user }) => user),
    itemOf: rows.map(({ item }) => item),
    days: rows.map(({ step }) => step),
    order: "time",
  };
  return toPurchases(groupByUser(records), { isOwnTime: true, seed: 1 });
}
