import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { groupPurchases, type Purchases } from "~/ml/customers/purchases";
import { createRandomNumbers } from "~/ml/numerics/random";
import { addUp } from "~/predictions/explain";
import { scoreProfiles } from "~/predictions/scores/score-profiles";
import { countReturns, RETURN_COUNTS } from "~/predictions/models/return-counts";
import { fitReturnRates } from "~/predictions/models/return-rates";
import { summarizeSharing, TABLE_EPSILON } from "~/predictions/shared-priors/sharing-schedule";
import { trainPredictionModels } from "~/predictions/training/train-models";
import { NOW, daysAgo } from "../../support/builders";
import { propertyRuns } from "../../support/property-runs";
import {
  drawPurchases,
  drawSharingLaw,
  SHARING_DAYS,
  SHARING_TUNING,
} from "../../simulated-shops/laws/sharing-law";
import { measureColdStart, sumLosses, sumTables } from "../../simulated-shops/life/cold-start";
import { aHistory, ordersOf, trainingInputOf } from "../builders";

const END = 400;
/** Each customer's order days, by customer. */
const aShop = fc.array(fc.array(fc.integer({ min: 0, max: END - 1 }), { maxLength: 6 }), {
  minLength: 1,
  maxLength: 12,
});

function purchasesOf(daysOfCustomers: readonly (readonly number[])[]): Purchases {
  const orders = daysOfCustomers.flatMap((days, customer) =>
    days.map((day) => ({ day, customer })),
  );
  return groupPurchases({
    customers: daysOfCustomers.length,
    customerOf: orders.map(({ customer }) => customer),
    days: orders.map(({ day }) => day),
    values: orders.map(() => 1),
    lines: orders.map(() => 1),
  });
}

const distance = (a: Int32Array, b: Int32Array) =>
  a.reduce((sum, count, n) => sum + Math.abs(count - b[n]!), 0);

describe("the table of counts", () => {
  test("changes by one at most without any one customer, and by two if a customer's data are replaced", () => {
    fc.assert(
      fc.property(
        aShop,
        fc.nat(),
        fc.array(fc.integer({ min: 0, max: END - 1 })),
        (shop, nth, days) => {
          const whole = countReturns(purchasesOf(shop), END);
          const who = nth % shop.length;
          const without = countReturns(purchasesOf(shop.filter((_, n) => n !== who)), END);
          expect(distance(whole, without)).toBeLessThanOrEqual(1);
          const replaced = countReturns(purchasesOf(shop.with(who, days)), END);
          expect(distance(whole, replaced)).toBeLessThanOrEqual(2);
        },
      ),
      { numRuns: propertyRuns(100) },
    );
  });

  test("counts each customer by habit, days since the last order, and days until the next", () => {
    const counts = countReturns(purchasesOf([[300], [250, 300, 316], [300, 350], [399]]), END);
    expect(counts.length).toBe(RETURN_COUNTS);
    const filled = [...counts.entries()].filter(([, count]) => count > 0);
    // One order 10 days before the window: never again, and on its 41st day. Two orders 50 days apart: on its 7th.
    expect(filled).toEqual(
      [
        [7, 1],
        [6, 1],
        [3 * 24 + 4, 1],
      ].toSorted(([a = 0], [b = 0]) => a - b),
    );
  });
});

describe("the rates of shared counts", () => {
  test("are those of the counts without noise, and of all customers where noise hides them", () => {
    const counts = Array.from<unknown, number>({ length: RETURN_COUNTS }, (_, n) =>
      n % 4 === 0 ? 3_000 : 1_000,
    );
    counts[0] = 30_000;
    const exact = fitReturnRates({ counts, noiseVariance: 0, shops: 50 });
    expect(exact.map(({ days }) => days)).toEqual([7, 30, 90]);
    expect(exact[0]!.byCell[0]).toBeCloseTo(Math.log(30_000 / 3_000), 1);
    expect(exact[0]!.byCell[7]).toBeCloseTo(Math.log(3_000 / 3_000), 1);
    const hidden = fitReturnRates({ counts, noiseVariance: 1e12, shops: 50 });
    expect(hidden[0]!.byCell[0]).toBeCloseTo(hidden[0]!.overall, 2);
  });

  test("stay finite for any noise", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -50, max: 50 }), {
          minLength: RETURN_COUNTS,
          maxLength: RETURN_COUNTS,
        }),
        (counts) => {
          for (const { byCell } of fitReturnRates({ counts, noiseVariance: 160, shops: 20 })) {
            expect(byCell.every(Number.isFinite)).toBe(true);
          }
        },
      ),
      { numRuns: propertyRuns(30) },
    );
  });
});

test("new shops of each kind forecast better by the noisy counts of a hundred, or about as well as by constants", () => {
  const random = createRandomNumbers(22);
  const tables = SHARING_TUNING.sharing
    .slice(0, 100)
    .map((seed) => countReturns(drawPurchases(drawSharingLaw(seed), SHARING_DAYS), SHARING_DAYS));
  const shared = sumTables(tables, TABLE_EPSILON, random);
  const losses = SHARING_TUNING.cold.slice(0, 25).flatMap((seed) => {
    const law = drawSharingLaw(seed);
    const purchases = drawPurchases(law, 150);
    return measureColdStart({ group: law.kind, purchases, day: 60 }, shared).map((it) => ({
      ...it,
      kind: law.kind,
    }));
  });
  const all = sumLosses(losses);
  expect(all.shared / all.today).toBeLessThan(0.9);
  for (const own of Map.groupBy(losses, ({ kind }) => kind).values()) {
    const { shared: now, today } = sumLosses(own);
    expect(now / today).toBeLessThan(1.05);
  }
});

test("a shop with few orders is scored by shared counts, with parts that add up to each score", () => {
  const orders = ordersOf(12).filter(({ daysAgo }) => daysAgo < 80);
  const history = aHistory(12, orders);
  const counts = Array.from({ length: RETURN_COUNTS }, (_, n) => 40 + ((n * 7) % 90));
  const shared = { counts, noiseVariance: 160, shops: 20 };
  const train = (given: typeof shared | null) =>
    trainPredictionModels({ ...trainingInputOf(history), shared: given }, () => undefined);
  const models = train(shared);
  expect(models.intent.model.shared?.map(({ days }) => days)).toEqual([7, 30, 90]);
  expect(models.intent.quality.source).toBe("prior");
  const scored = scoreProfiles(models, history, NOW).filter(({ detail }) => detail.churn !== null);
  const before = scoreProfiles(train(null), history, NOW);
  expect(scored.length).toBeGreaterThan(0);
  let changed = 0;
  for (const { profileId, detail } of scored) {
    const old = before.find((it) => it.profileId === profileId)!;
    detail.intent.forEach(({ value, low, high, explanation }, nth) => {
      expect(value).toBeCloseTo(1 / (1 + Math.exp(-addUp(explanation))), 9);
      expect(low).toBeLessThan(value);
      expect(high).toBeGreaterThan(value);
      if (Math.abs(value - old.detail.intent[nth]!.value) > 1e-6) changed++;
    });
  }
  expect(changed).toBeGreaterThan(0);
});

test("the next table is due when both the budget and the age of the installation allow it", () => {
  const summarize = (installedDaysAgo: number, sharedDaysAgo: number | null) =>
    summarizeSharing({
      isOn: true,
      losses: sharedDaysAgo === null ? [] : [{ at: daysAgo(sharedDaysAgo), epsilon: 1 }],
      installedAt: daysAgo(installedDaysAgo),
      otherShops: 3,
      now: NOW,
    });
  expect(summarize(50, null)).toMatchObject({ spent: 0, nextAt: daysAgo(-100).toISOString() });
  expect(summarize(500, null).nextAt).toBe(NOW.toISOString());
  expect(summarize(500, 65)).toMatchObject({ spent: 1, nextAt: daysAgo(-300).toISOString() });
});
