import { expect, test } from "vitest";
import { pickFeatures, snapshotAt } from "~/ml/customers/customer-features";
import { groupEngagement } from "~/ml/customers/engagement";
import type { Purchases } from "~/ml/customers/purchases";
import { BEHAVIOR_DAYS, fitBehaviors, type BehaviorModel } from "~/predictions/models/behavior";
import { aShop } from "../../ml/customers/shops";

const START_DAY = 300;
const shop = aShop();
const fit = (purchases: Purchases) =>
  fitBehaviors(purchases, snapshotAt(purchases, START_DAY, BEHAVIOR_DAYS), START_DAY);

/** Visits of the first customers: one on the day before the window, in the middle of it, and on the day after. */
function withVisits(visitors: number): Purchases {
  const days = [START_DAY - 1, START_DAY + 40, START_DAY + BEHAVIOR_DAYS];
  const rows = Array.from({ length: visitors * 3 }, (_, n) => ({
    customer: Math.floor(n / 3),
    day: days[n % 3]!,
  }));
  const engagement = groupEngagement({
    customers: shop.customers,
    customerOf: rows.map(({ customer }) => customer),
    days: rows.map(({ day }) => day),
    clicks: rows.map(() => 0),
    visits: rows.map(() => 1),
    // Two minutes for each customer number.
    dwellSeconds: rows.map(({ customer }) => 120 * customer),
    searches: rows.map(() => 0),
    views: rows.map(() => 3),
  });
  return { ...shop, engagement };
}

test("fits every behavior with enough customers, and states what the others lack", () => {
  expect(fit(shop).map(({ behavior, missing }) => [behavior, missing?.what])).toEqual([
    ["orders", undefined],
    ["dwellMinutes", "visitors"],
    ["views", "visitors"],
    ["clicks", "clickers"],
  ]);
  const [orders, dwell, views, clicks] = fit(withVisits(150));
  expect(orders).toEqual(fit(shop)[0]);
  expect(dwell!.missing).toBeNull();
  expect(views!.missing).toBeNull();
  expect(clicks!.missing).toEqual({ what: "clickers", have: 0, need: 20 });
});

/** The mean fitted value, which least squares makes equal to the mean behavior. */
function meanOf({ theta }: BehaviorModel, purchases: Purchases): number {
  const window = snapshotAt(purchases, START_DAY, BEHAVIOR_DAYS);
  const { features } = pickFeatures(window, ["monetary", "interest"]);
  const rows = window.customers.length;
  const mean = (column: number) =>
    features.reduce((sum, value, at) => sum + (at % 2 === column ? value : 0), 0) / rows;
  return theta[0]! + (theta[1]! * mean(0)) / Math.LN2 + theta[2]! * mean(1);
}

test("counts only the window, in minutes", () => {
  const purchases = withVisits(150);
  const { customers } = snapshotAt(purchases, START_DAY, BEHAVIOR_DAYS);
  const [, dwell, views] = fit(purchases);
  const visitors = [...customers].filter((customer) => customer < 150);
  const minutes = visitors.reduce((sum, customer) => sum + 2 * customer, 0) / customers.length;
  expect(meanOf(dwell!.model!, purchases)).toBeCloseTo(minutes, 8);
  expect(meanOf(views!.model!, purchases)).toBeCloseTo((3 * visitors.length) / customers.length, 8);
});

test("needs twenty customers with a behavior", () => {
  expect(fit(withVisits(15))[1]).toMatchObject({ model: null, missing: { what: "visitors" } });
});

test("lacks days without a window", () => {
  expect(fitBehaviors(shop, undefined, START_DAY).map(({ missing }) => missing?.what)).toEqual(
    Array(4).fill("days"),
  );
});
