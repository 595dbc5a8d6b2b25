import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createRandomNumbers } from "~/ml/numerics/random";
import { fitDurations, logQuantileWithin, type CensoredRows } from "~/ml/regression/log-logistic";
import { propertyRuns } from "../../support/property-runs";

const ALL = { location: [0], spread: [0], ending: [0] };

describe("fitDurations", () => {
  test("finds the maximum that another optimizer finds with another library's distribution", () => {
    const rows: CensoredRows = {
      features: Float64Array.of(
        ...[-1.2, 0.3, -0.8, 0.5, 1.1, -0.2, 1.4, -0.9, 0.7, 1.9, -1.5, 0.1],
        ...[1.2, 0.8, -0.6, 0.2, 0.4, -1.1, 1.6, -0.3, 0.9, -0.1, 0.6, -1],
      ),
      width: 1,
      times: [
        3, 8, 1, 20, 45, 12, 60, 5, 30, 90, 2, 17, 75, 40, 9, 60, 28, 6, 52, 14, 60, 60, 35, 4,
      ],
      ended: [1, 1, 1, 1, 1, 1, 0, 1, 1, 0, 1, 1, 0, 1, 1, 0, 1, 1, 0, 1, 0, 0, 1, 1],
    };
    // SciPy's fisk distribution and Nelder-Mead.
    const { location, spread, ending } = fitDurations(
      rows,
      { location: [0], spread: [], ending: [] },
      1,
    )!;
    expect(location[0]).toBeCloseTo(2.67682132, 4);
    expect(location[1]).toBeCloseTo(1.23926505, 4);
    expect([...spread]).toEqual([expect.closeTo(-1.46843802, 4), 0]);
    expect([...ending]).toEqual([expect.closeTo(1.33858637, 4), 0]);
  });

  test("recovers the numbers that simulated durations were drawn from", () => {
    const numbers = fc.record({
      location: fc.tuple(signed(2, 4), signed(-1, 1)),
      spread: fc.tuple(signed(-1, 0.2), signed(-0.3, 0.3)),
      ending: fc.tuple(signed(0.3, 1.5), signed(-0.8, 0.8)),
      seed: fc.nat(),
    });
    fc.assert(
      fc.property(numbers, ({ location, spread, ending, seed }) => {
        const rows = simulate({ location, spread, ending, seed, count: 6_000 });
        const fitted = fitDurations(rows, ALL, 0.1)!;
        const found = [fitted.location, fitted.spread, fitted.ending].map((it) => [...it]);
        [location, spread, ending].forEach((numbersOf, which) =>
          // Six standard errors of the least certain number, the probability to end.
          numbersOf.forEach((value, n) =>
            expect(Math.abs(found[which]![n]! - value)).toBeLessThan(which === 2 ? 0.5 : 0.25),
          ),
        );
      }),
      { numRuns: propertyRuns(20) },
    );
  });

  test("is not misled by a short observation, unlike the mean of the durations that ended", () => {
    const law = { location: [3, 0.5], spread: [-0.7, 0], ending: [6, 0], count: 6_000 } as const;
    const rows = simulate({ ...law, seed: 1, maxDays: 20 });
    const { location } = fitDurations(rows, { location: [0], spread: [], ending: [] }, 0.1)!;
    expect(Math.abs(location[0]! - 3)).toBeLessThan(0.15);
    const seen = Array.from(rows.times).filter((_, row) => rows.ended[row] === 1);
    const mean = seen.reduce((sum, time) => sum + Math.log(time), 0) / seen.length;
    expect(mean).toBeLessThan(2.6);
  });

  test("returns null when too few durations ended", () => {
    const rows = { features: Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8), width: 1 };
    const times = [1, 2, 3, 4, 5, 6, 7, 8];
    expect(fitDurations({ ...rows, times, ended: [0, 0, 0, 0, 0, 0, 1, 1] }, ALL, 1)).toBeNull();
  });
});

describe("logQuantileWithin", () => {
  test.each([
    // By SciPy's fisk distribution: ln ppf(quantile × cdf(limit)).
    [3.1, -0.2, { quantile: 0.1, limit: 90 }, 1.1510995171853347],
    [3.1, -0.2, { quantile: 0.9, limit: 90 }, 4.053284922800811],
    [6, 0.3, { quantile: 0.5, limit: 30 }, 2.3705377809932258],
    [2, -0.5, { quantile: 0.5, limit: 365 }, 1.998046840731124],
    [2, -0.5, { quantile: 0.5, limit: Infinity }, 2],
  ])("of location %d and spread %d, within %o", (location, spread, within, expected) => {
    expect(logQuantileWithin(location, spread, within)).toBeCloseTo(expected, 10);
  });

  test("rises with quantile, location and limit, and stays below the limit", () => {
    const share = fc.double({ min: 0.01, max: 0.98, noNaN: true });
    fc.assert(
      fc.property(
        signed(-500, 500),
        signed(-3, 2),
        share,
        signed(1, 400),
        (location, spread, quantile, limit) => {
          const at = logQuantileWithin(location, spread, { quantile, limit });
          expect(at).toBeLessThanOrEqual(Math.log(limit) + 1e-9);
          for (const more of [
            logQuantileWithin(location, spread, { quantile: quantile + 0.01, limit }),
            logQuantileWithin(location + 1, spread, { quantile, limit }),
            logQuantileWithin(location, spread, { quantile, limit: 2 * limit }),
          ]) {
            expect(more).toBeGreaterThanOrEqual(at - 1e-9);
          }
        },
      ),
    );
  });
});

function signed(min: number, max: number) {
  return fc.double({ min, max, noNaN: true });
}

interface Law {
  readonly location: readonly number[];
  readonly spread: readonly number[];
  readonly ending: readonly number[];
  readonly seed: number;
  readonly count: number;
  readonly maxDays?: number;
}

/** Durations with one uniform feature of deviation 1, each observed for a different time. */
function simulate({ location, spread, ending, seed, count, maxDays = 400 }: Law): CensoredRows {
  const random = createRandomNumbers(seed);
  const features = new Float64Array(count);
  const times = new Float64Array(count);
  const ended = new Float64Array(count);
  for (let row = 0; row < count; row++) {
    const x = (2 * random.nextFloat() - 1) * Math.sqrt(3);
    const at = ([first = 0, slope = 0]: readonly number[]) => first + slope * x;
    const u = random.nextFloat() * (1 - 2e-9) + 1e-9;
    const ends = random.nextFloat() < 1 / (1 + Math.exp(-at(ending)));
    const time = ends
      ? Math.exp(at(location) + Math.exp(at(spread)) * Math.log(u / (1 - u)))
      : Infinity;
    const observed = maxDays * (0.5 + 0.5 * random.nextFloat());
    features[row] = x;
    times[row] = Math.min(time, observed);
    ended[row] = time < observed ? 1 : 0;
  }
  return { features, width: 1, times, ended };
}
