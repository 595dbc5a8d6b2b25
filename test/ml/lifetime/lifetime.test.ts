import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  probabilityAlive,
  purchaseProbability,
  expectedPurchases,
  fitBgNbd,
  searchBgNbd,
  type BgNbd,
  type CustomerPurchases,
} from "~/ml/lifetime/bg-nbd";
import { expectedValue, fitGammaGamma } from "~/ml/lifetime/gamma-gamma";
import { createRandomNumbers } from "~/ml/numerics/random";
import { propertyRuns } from "../../support/property-runs";

/** The published fit to CDNOW. */
const CDNOW: BgNbd = { r: 0.2426, alpha: 4.4136, a: 0.7929, b: 2.4259, logLikelihood: -9582.43 };

const customer = fc
  .record({
    repeats: fc.nat({ max: 20 }),
    share: fc.double({ min: 0.01, max: 1, noNaN: true }),
    watched: fc.double({ min: 1, max: 60, noNaN: true }),
  })
  .map(({ repeats, share, watched }) => ({
    repeats,
    watched,
    lastAt: repeats === 0 ? 0 : share * watched,
  }));

/** Weeks of the purchases of customers who buy at different rates, and leave after some purchase. */
function drawPurchases(seed: number): readonly (readonly number[])[] {
  const random = createRandomNumbers(seed);
  return Array.from({ length: 800 }, () => {
    const rate = 0.15 * Math.log(1 - random.nextFloat()) * Math.log(1 - random.nextFloat());
    const leaves = random.nextFloat() ** 2;
    const weeks = [random.nextInteger(60)];
    while (weeks.at(-1)! < 104 && random.nextFloat() > leaves) {
      weeks.push(weeks.at(-1)! - Math.log(1 - random.nextFloat()) / rate);
    }
    return weeks;
  });
}

/** The purchases before a week, as the model counts them. */
function summarize(purchases: readonly (readonly number[])[], week: number) {
  const known = purchases.flatMap((weeks) => {
    const [first, ...again] = weeks.filter((at) => at < week);
    return first === undefined ? [] : [{ first, again }];
  });
  return {
    repeats: known.map(({ again }) => again.length),
    lastAt: known.map(({ first, again }) => (again.at(-1) ?? first) - first),
    watched: known.map(({ first }) => week - first),
  };
}

describe("searchBgNbd", () => {
  test.each([1, 2, 3, 4, 5])(
    "from the model of a week before, ends at the same with a fraction of the cost",
    (seed) => {
      const purchases = drawPurchases(seed);
      const near = fitBgNbd(summarize(purchases, 99));
      const now = summarize(purchases, 100);
      const cold = searchBgNbd(now, {});
      const warm = searchBgNbd(now, { near });
      for (const name of ["r", "alpha", "a", "b"] as const) {
        expect(warm.model![name] / cold.model![name]).toBeCloseTo(1, 3);
      }
      expect(warm.model!.logLikelihood / cold.model!.logLikelihood).toBeCloseTo(1, 8);
      expect(warm.evaluations).toBeLessThan(cold.evaluations / 2);
    },
  );

  test("from a model that is far away, tries the other starts as well", () => {
    const now = summarize(drawPurchases(1), 100);
    const far = { r: 40, alpha: 0.03, a: 40, b: 0.03, logLikelihood: 0 };
    const cold = searchBgNbd(now, {});
    const { model, evaluations } = searchBgNbd(now, { near: far });
    expect(evaluations).toBeGreaterThan(cold.evaluations);
    expect(model!.logLikelihood / cold.model!.logLikelihood).toBeCloseTo(1, 8);
  });
});

describe("fitBgNbd and fitGammaGamma", () => {
  const file = join(
    process.env.KINDRED_DATA ?? "../shared/data",
    "cdnow/cdnow_btyd_cbs_cal39w_hold39w.csv",
  );

  test.skipIf(!existsSync(file))(
    "find the published parameters of CDNOW (needs KINDRED_DATA)",
    () => {
      const rows = readFileSync(file, "utf8")
        .trim()
        .split("\n")
        .slice(1)
        .map((line) => line.split(",").map(Number));
      const buying = fitBgNbd({
        repeats: rows.map(([, x]) => x!),
        lastAt: rows.map(([, , lastAt]) => lastAt!),
        watched: rows.map(([, , , watched]) => watched!),
      });
      for (const name of ["r", "alpha", "a", "b"] as const) {
        expect(Math.abs(buying![name] / CDNOW[name] - 1)).toBeLessThan(0.005);
      }
      expect(Math.abs(buying!.logLikelihood - CDNOW.logLikelihood)).toBeLessThan(0.05);

      const spenders = rows.filter((row) => row[1]! > 0 && row[5]! > 0);
      const spending = fitGammaGamma({
        transactions: spenders.map((row) => row[1]!),
        meanValue: spenders.map((row) => row[5]!),
      });
      expect(Math.abs(spending!.p / 6.2496 - 1)).toBeLessThan(0.005);
      expect(Math.abs(spending!.q / 3.7442 - 1)).toBeLessThan(0.005);
      expect(Math.abs(spending!.gamma / 15.4435 - 1)).toBeLessThan(0.005);
    },
  );

  test("customers with the same numbers count each", () => {
    const some = fc.array(customer, { minLength: 20, maxLength: 60 });
    fc.assert(
      fc.property(some, fc.integer({ min: 2, max: 4 }), (customers, copies) => {
        const fit = (of: readonly CustomerPurchases[]) =>
          fitBgNbd(
            {
              repeats: of.map(({ repeats }) => repeats),
              lastAt: of.map(({ lastAt }) => lastAt),
              watched: of.map(({ watched }) => watched),
            },
            // The same weight for each customer.
            { center: CDNOW, deviation: 1 / Math.sqrt(of.length) },
          );
        const once = fit(customers);
        const often = fit(Array.from({ length: copies }, () => customers).flat());
        for (const name of ["r", "alpha", "a", "b"] as const) {
          expect(Math.abs(Math.log(often[name] / once[name]))).toBeLessThan(1e-3);
        }
        expect(often.logLikelihood / once.logLikelihood).toBeCloseTo(copies, 3);
      }),
      { numRuns: propertyRuns(20) },
    );
  });

  test("shrink BG/NBD toward a prior, and less with more customers", () => {
    const prior = { center: CDNOW, deviation: 0.5 };
    const empty = fitBgNbd({ repeats: [], lastAt: [], watched: [] }, prior);
    expect(empty.r).toBeCloseTo(CDNOW.r, 6);
    expect(empty.b).toBeCloseTo(CDNOW.b, 6);

    // Regular customers who never leave: the likelihood alone is flat in a and b.
    const regulars = (count: number) => ({
      repeats: Array<number>(count).fill(10),
      lastAt: Array<number>(count).fill(39),
      watched: Array<number>(count).fill(40),
    });
    expect(fitBgNbd(regulars(200))).toBeNull();
    // Ten purchases in forty weeks: one in four.
    const missed = [2, 20, 200].map((count) => {
      const { r, alpha } = fitBgNbd(regulars(count), prior);
      return Math.abs(Math.log(r / alpha / 0.25));
    });
    expect(missed).toEqual(missed.toSorted((a, b) => b - a));
    expect(missed[2]).toBeLessThan(0.02);
  });

  test("returns null without repeat purchases or variation", () => {
    expect(fitBgNbd({ repeats: [0, 0], lastAt: [0, 0], watched: [10, 5] })).toBeNull();
    expect(fitBgNbd({ repeats: [], lastAt: [], watched: [] })).toBeNull();
    expect(fitGammaGamma({ transactions: [1, 1], meanValue: [5, 5] })).toBeNull();
    expect(fitGammaGamma({ transactions: [3, 3, 3, 3], meanValue: [5, 5, 5, 5] })).toBeNull();
  });

  test("do not depend on the order of customers or the currency", () => {
    const random = createRandomNumbers(3);
    const gamma = (shape: number) =>
      Array.from({ length: shape }, () => -Math.log(1 - random.nextFloat())).reduce(
        (a, b) => a + b,
      );
    const transactions = Array.from({ length: 400 }, () => 1 + random.nextInteger(6));
    const meanValue = transactions.map((x) => gamma(6 * x) / x / (gamma(4) / 15));
    const fitted = fitGammaGamma({ transactions, meanValue })!;
    const turned = fitGammaGamma({
      transactions: transactions.toReversed(),
      meanValue: meanValue.map((value) => 100 * value).reverse(),
    })!;
    expect(fitted.p).toBeGreaterThan(4);
    expect(fitted.p).toBeLessThan(9);
    expect(turned.p / fitted.p).toBeCloseTo(1, 3);
    expect(turned.gamma / (100 * fitted.gamma)).toBeCloseTo(1, 3);
  });
});

describe("the BG/NBD expectation for a customer", () => {
  test("grows with the horizon, and never exceeds that of an active customer", () => {
    fc.assert(
      fc.property(customer, fc.double({ min: 0.1, max: 50, noNaN: true }), (known, weeks) => {
        const near = expectedPurchases(CDNOW, known, weeks);
        const far = expectedPurchases(CDNOW, known, 2 * weeks);
        expect(near).toBeGreaterThanOrEqual(0);
        expect(far).toBeGreaterThanOrEqual(near - 1e-9);
        const rate = (CDNOW.r + known.repeats) / (CDNOW.alpha + known.watched);
        expect(near).toBeLessThanOrEqual(rate * weeks + 1e-9);
      }),
    );
  });

  test("gives probabilities: buying is at most being alive, and inactivity lowers both", () => {
    fc.assert(
      fc.property(customer, (known) => {
        const alive = probabilityAlive(CDNOW, known);
        const buys = purchaseProbability(CDNOW, known, 10);
        expect(alive).toBeGreaterThan(0);
        expect(buys).toBeLessThanOrEqual(alive);
        expect(alive).toBeLessThanOrEqual(1);
        const silent = { ...known, watched: known.watched + 20 };
        expect(probabilityAlive(CDNOW, silent)).toBeLessThanOrEqual(alive);
      }),
    );
  });

  test("is continuous at a = 1", () => {
    const known = { repeats: 2, lastAt: 20, watched: 30 };
    const at = (a: number) => expectedPurchases({ ...CDNOW, a }, known, 10);
    expect(at(1)).toBeCloseTo(at(1.001), 3);
  });
});

test("lies between the overall mean and the customer's own value", () => {
  const model = { p: 6.25, q: 3.74, gamma: 15.44, logLikelihood: 0 };
  const all = expectedValue(model, { transactions: 0, meanValue: 0 });
  expect(all).toBeCloseTo((6.25 * 15.44) / 2.74, 10);
  const few = expectedValue(model, { transactions: 1, meanValue: 100 });
  const many = expectedValue(model, { transactions: 50, meanValue: 100 });
  expect(all).toBeLessThan(few);
  expect(few).toBeLessThan(many);
  expect(many).toBeLessThan(100);
});
