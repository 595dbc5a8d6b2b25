import { afterAll, beforeAll, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { createRandomNumbers } from "~/ml/numerics/random";
import { compareProduct } from "../../scripts/bench/learning/through-product/compare-product";
import type {
  BoughtLine,
  ShopToCompare,
} from "../../scripts/bench/learning/through-product/compared-shop";
import { openTestDatabase } from "../support/database";
import { createTestDeps } from "../support/deps";

const DAY_MS = 86_400_000;
const CUSTOMERS = 250;
const PRODUCTS = 40;
const CUT = new Date("2026-06-01");
let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

/** Customers of two tastes, who order at their own pace for a year and a half. */
function simulateShop(name: string, hasCalendar: boolean): ShopToCompare {
  const random = createRandomNumbers(5);
  const known: BoughtLine[] = [];
  const later: BoughtLine[] = [];
  for (let customer = 0; customer < CUSTOMERS; customer++) {
    const pauseDays = 15 + random.nextInteger(90);
    const first = CUT.getTime() - (30 + random.nextInteger(450)) * DAY_MS;
    for (let at = first, n = 0; at < CUT.getTime() + 90 * DAY_MS; n++) {
      for (let line = 0; line <= random.nextInteger(3); line++) {
        const product = 20 * (customer % 2) + random.nextInteger(20);
        const bought = { customer, product, valueMinor: 100 + random.nextInteger(5_000) };
        const isKnown = at < CUT.getTime();
        (isKnown ? known : later).push({ ...bought, at: hasCalendar ? at : n });
      }
      at += Math.ceil(-Math.log(1 - random.nextFloat()) * pauseDays * DAY_MS);
    }
  }
  const looks = Array.from({ length: PRODUCTS }, (_, product) => ({
    title: `${["linen", "oak", "brass", "wool"][product % 4]} ${["shirt", "tray", "lamp"][product % 3]} ${product}`,
    priceMinor: 500 + 100 * product,
  }));
  return { name, looks, known, later, cut: hasCalendar ? CUT : null };
}

test.each([
  ["with a calendar", true, 12],
  ["that knows the sequence of orders only", false, 8],
])(
  "a shop %s has the same figures in the back-test as in the product",
  async (name, hasCalendar, count) => {
    const { keyring } = createTestDeps();
    const figures = await compareProduct(database.db, keyring, simulateShop(name, hasCalendar));
    expect(figures).toHaveLength(count);
    for (const { figure, backtest, product } of figures) {
      expect(backtest, figure).toBeGreaterThan(0);
      expect(product, figure).toBe(backtest);
    }
  },
);
