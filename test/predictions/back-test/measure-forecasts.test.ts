import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { calibrationPointsOf, decilesOf, gainOf } from "~/predictions/back-test/measure-forecasts";

/** Twenty customers with ascending probabilities, the last five of whom ordered. */
const RANKED = {
  chances: Array.from({ length: 20 }, (_, n) => n / 20),
  labels: Array.from({ length: 20 }, (_, n) => (n >= 15 ? 1 : 0)),
};

const forecasts = fc
  .array(
    fc.record({
      chance: fc.double({ min: 0, max: 1, noNaN: true }),
      label: fc.constantFrom(0, 1),
    }),
    { minLength: 1, maxLength: 60 },
  )
  .map((rows) => ({
    chances: rows.map(({ chance }) => chance),
    labels: rows.map(({ label }) => label),
  }));

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

describe("decilesOf", () => {
  test("sorts the highest forecasts first", () => {
    const deciles = decilesOf(RANKED);
    expect(deciles.map(({ buyers }) => buyers)).toEqual([2, 2, 1, 0, 0, 0, 0, 0, 0, 0]);
    expect(deciles[0]).toMatchObject({ decile: 1, customers: 2, observedRate: 1, lift: 4 });
  });

  test("assigns every customer and buyer to one decile", () => {
    fc.assert(
      fc.property(forecasts, (of) => {
        const deciles = decilesOf(of);
        expect(sum(deciles.map(({ customers }) => customers))).toBe(of.labels.length);
        expect(sum(deciles.map(({ buyers }) => buyers))).toBe(sum(of.labels));
      }),
    );
  });
});

describe("gainOf", () => {
  test("finds all buyers in the first quarter when they are ranked first", () => {
    const gain = gainOf(RANKED);
    expect(gain[0]).toEqual({ customers: 0, buyers: 0 });
    expect(gain.find(({ customers }) => customers === 0.25)?.buyers).toBe(1);
  });

  test("never falls, and ends at all buyers", () => {
    fc.assert(
      fc.property(forecasts, (of) => {
        const buyers = gainOf(of).map((point) => point.buyers);
        expect(buyers).toEqual(buyers.toSorted((a, b) => a - b));
        expect(buyers.at(-1)).toBe(sum(of.labels) > 0 ? 1 : 0);
      }),
    );
  });
});

describe("calibrationPointsOf", () => {
  test("keeps equal forecasts in one bin", () => {
    const chances = [...Array<number>(30).fill(0.2), ...Array<number>(10).fill(0.6)];
    const labels = chances.map((_, n) => (n % 5 === 0 ? 1 : 0));
    const points = calibrationPointsOf({ chances, labels });
    expect(points.map(({ customers }) => customers)).toEqual([30, 10]);
    expect(points[0]?.forecast).toBeCloseTo(0.2, 12);
    expect(points[0]?.observed).toBeCloseTo(0.2, 12);
  });

  test("contain every rate in its interval, and assign all customers to bins", () => {
    fc.assert(
      fc.property(forecasts, (of) => {
        const points = calibrationPointsOf(of);
        expect(sum(points.map(({ customers }) => customers))).toBe(of.labels.length);
        for (const { low, observed, high } of points) {
          expect(low).toBeLessThanOrEqual(observed + 1e-12);
          expect(high).toBeGreaterThanOrEqual(observed - 1e-12);
        }
      }),
    );
  });

  test("agree with the published interval of one in ten", () => {
    // Wilson's interval of 1 of 10: Brown, Cai, DasGupta 2001, doi:10.1214/ss/1009213286.
    const labels = [1, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    const [point] = calibrationPointsOf({ chances: labels.map(() => 0.1), labels });
    expect(point?.low).toBeCloseTo(0.0179, 4);
    expect(point?.high).toBeCloseTo(0.4042, 4);
  });
});
