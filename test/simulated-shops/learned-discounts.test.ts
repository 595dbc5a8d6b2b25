import { expect, test } from "vitest";
import { IS_DEEP } from "../support/is-deep";
import { drawDecisionShop } from "./laws/decision-shop";
import { DECISION_TUNING_SEEDS } from "./laws/seeds";
import { learnDiscounts } from "./life/learned-discounts";

/** The short form of `npm run bench -- discounts`; its goals are for shops of 20,000 customers. */
const SHOP = IS_DEEP
  ? { shops: 4, customers: 20_000, rounds: { warmUp: 6, learning: 12, measured: 3 } }
  : { shops: 1, customers: 2_000, rounds: { warmUp: 3, learning: 5, measured: 1 } };
const GOALS = { profit: 0.8, coupons: 0.5 };

test("chosen discounts earn four fifths of the profit of who knows the law, with half of the coupons at most", () => {
  for (const seed of DECISION_TUNING_SEEDS.slice(0, SHOP.shops)) {
    const law = { ...drawDecisionShop(seed, "medium"), customers: SHOP.customers };
    const { by, emails } = learnDiscounts(law, SHOP.rounds);
    expect(emails).toBeGreaterThan(0);
    expect(by.chosen.marginMinor / by.law.marginMinor).toBeGreaterThanOrEqual(GOALS.profit);
    expect(by.chosen.coupons / emails).toBeLessThanOrEqual(GOALS.coupons);
    expect(by.law.marginMinor).toBeGreaterThanOrEqual(by.all.marginMinor);
  }
});
