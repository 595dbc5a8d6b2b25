import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  describeEngagement,
  groupEngagement,
  pickEngagement,
  type EngagementRows,
} from "~/ml/customers/engagement";
import { areaUnderCurve } from "~/ml/regression/classification-metrics";
import { FEATURES, pickFeatures, snapshotAt } from "~/ml/customers/customer-features";
import { fitIntentModel, forecastIntent } from "~/ml/customers/intent-model";
import type { Purchases } from "~/ml/customers/purchases";
import { createRandomNumbers } from "~/ml/numerics/random";
import { aShop } from "./shops";

interface Done {
  readonly customer: number;
  readonly day: number;
  readonly visits?: number;
  readonly clicks?: number;
}

const rowsOf = (customers: number, done: readonly Done[]): EngagementRows => ({
  customers,
  customerOf: done.map(({ customer }) => customer),
  days: done.map(({ day }) => day),
  clicks: done.map(({ clicks }) => clicks ?? 0),
  visits: done.map(({ visits }) => visits ?? 0),
  dwellSeconds: done.map(({ visits }) => 60 * (visits ?? 0)),
  searches: done.map(() => 0),
  views: done.map(() => 0),
});
const engagementOf = (customers: number, done: readonly Done[]) =>
  groupEngagement(rowsOf(customers, done));

const activities = fc.array(
  fc.record({
    customer: fc.nat({ max: 4 }),
    day: fc.nat({ max: 60 }),
    visits: fc.nat({ max: 5 }),
    clicks: fc.nat({ max: 3 }),
  }),
  { maxLength: 40 },
);

describe("describeEngagement", () => {
  test("halves a day's weight every 7 and every 30 days", () => {
    const engagement = engagementOf(2, [
      { customer: 1, day: 93, clicks: 2 },
      { customer: 1, day: 70, visits: 4 },
      { customer: 0, day: 99, clicks: 9 },
    ]);
    const { clicks7, visits, dwellMinutes, searches } = describeEngagement(engagement, 1, 100);
    expect(clicks7).toBeCloseTo(Math.log1p(1), 12);
    expect(visits).toBeCloseTo(Math.log1p(2), 12);
    expect(dwellMinutes).toBeCloseTo(Math.log1p(2), 12);
    expect(searches).toBe(0);
  });

  test("does not change by a bit with events or facts of the day or later", () => {
    fc.assert(
      fc.property(activities, fc.nat({ max: 60 }), (done, day) => {
        const known = done.filter((it) => it.day < day);
        for (let customer = 0; customer < 5; customer++) {
          expect(describeEngagement(engagementOf(5, done), customer, day)).toEqual(
            describeEngagement(engagementOf(5, known), customer, day),
          );
        }
      }),
    );
  });

  test("describes the same customers after a selection", () => {
    fc.assert(
      fc.property(activities, (done) => {
        const picked = pickEngagement(engagementOf(5, done), [3, 1]);
        const of = (customer: number) => describeEngagement(engagementOf(5, done), customer, 61);
        expect([0, 1].map((n) => describeEngagement(picked, n, 61))).toEqual([of(3), of(1)]);
      }),
    );
  });
});

describe("intent with engagement", () => {
  const shop = aShop({ customers: 400 });
  /** Visits on the days before each purchase for most customers, and some without a purchase. */
  const leads = visitsBefore(shop);
  const engaged: Purchases = { ...shop, engagement: leads };
  const windowsOf = (purchases: Purchases) => [260, 230, 200].map((day) => at(purchases, day));
  const at = (purchases: Purchases, day: number) => snapshotAt(purchases, day, 30);

  test("uses visits when they predict orders, and ranks better with them", () => {
    const [plain, model] = [shop, engaged].map((it) => fitIntentModel(windowsOf(it)));
    expect(plain!.features).not.toContain("visits7");
    expect(model!.features).toContain("visits7");
    const held = at(engaged, 300);
    const area = (by: typeof model) =>
      areaUnderCurve({ chances: forecastIntent(by!, held), labels: held.labels });
    expect(area(model)).toBeGreaterThan(area(plain) + 0.03);
  });

  test("equals the purchase-only result exactly without clicks and visits", () => {
    const silent: Purchases = { ...shop, engagement: engagementOf(shop.customers, []) };
    expect(fitIntentModel(windowsOf(silent))).toEqual(fitIntentModel(windowsOf(shop)));
    expect([...pickFeatures(at(silent, 260), FEATURES).features]).toEqual([
      ...pickFeatures(at(shop, 260), FEATURES).features,
    ]);
  });

  test("does not change by a bit with visits after its fitting windows", () => {
    const model = fitIntentModel(windowsOf(engaged));
    const later = pickBefore(leads, 260);
    // The latest window begins on day 260: labels are after it, visits must not be.
    expect(fitIntentModel(windowsOf({ ...shop, engagement: later }))).toEqual(model);
  });

  function visitsBefore({ customers, offsets, days }: Purchases) {
    const random = createRandomNumbers(3);
    const done: Done[] = [];
    for (let customer = 0; customer < customers; customer++) {
      for (let n = offsets[customer]!; n < offsets[customer + 1]!; n++) {
        const lead = 2 + random.nextInteger(25);
        if (random.nextFloat() < 0.8) done.push({ customer, day: days[n]! - lead, visits: 2 });
      }
      for (let n = 0; n < 3; n++) done.push({ customer, day: random.nextInteger(400), visits: 1 });
    }
    return engagementOf(customers, done);
  }

  function pickBefore(of: typeof leads, day: number) {
    const done = [...of.days.keys()].map((n) => ({
      customer: of.offsets.findLastIndex((offset) => offset <= n),
      day: of.days[n]!,
      visits: of.visits[n]!,
    }));
    return engagementOf(
      shop.customers,
      done.filter((it) => it.day < day),
    );
  }
});
