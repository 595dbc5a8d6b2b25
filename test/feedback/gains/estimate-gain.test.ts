import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { estimateGain, sumGains, type SpentAfter } from "~/feedback/gains/estimate-gain";
import { createRandomNumbers } from "~/ml/numerics/random";

const spent = (change: Partial<SpentAfter>): SpentAfter => ({
  ...{ isOwn: true, rate: 0.8, count: 800, buyers: 40, sum: 80_000, sumOfSquares: 1.6e8 },
  ...change,
});

/** Emails of a store: the share of the other setting grows, and so do sales, since a season begins. */
function live(seed: number, { effect, emails = 6_000 }: { effect: number; emails?: number }) {
  const random = createRandomNumbers(seed);
  const rows = new Map<string, { -readonly [K in keyof SpentAfter]: SpentAfter[K] }>();
  let otherCount = 0;
  for (let n = 0; n < emails; n++) {
    const isLate = n > emails / 2;
    const rate = isLate ? 0.3 : 0.8;
    const isOwn = random.nextFloat() < rate;
    const chance = isLate ? 0.12 : 0.04;
    const buys = random.nextFloat() < chance * (isOwn ? 1 : 1 + effect);
    const net = buys ? 1_000 + Math.floor(random.nextFloat() * 4_000) : 0;
    const key = `${isOwn} ${isOwn ? rate : 0}`;
    const row =
      rows.get(key) ?? spent({ isOwn, rate, count: 0, buyers: 0, sum: 0, sumOfSquares: 0 });
    rows.set(key, {
      ...row,
      count: row.count + 1,
      buyers: row.buyers + (buys ? 1 : 0),
      sum: row.sum + net,
      sumOfSquares: row.sumOfSquares + net ** 2,
    });
    if (!isOwn) otherCount += effect * chance * 3_000;
  }
  return { rows: [...rows.values()], truth: otherCount };
}

describe("what an optimization earned", () => {
  test("is the difference of the means for each email with another setting", () => {
    const gain = estimateGain([
      spent({}),
      spent({ isOwn: false, count: 200, buyers: 12, sum: 24_000, sumOfSquares: 5e7 }),
    ])!;
    // 200 × (120 − 100)
    expect(gain.gain).toBeCloseTo(4_000);
    expect(gain.low).toBeLessThan(0);
    expect(gain.high).toBeGreaterThan(8_000);
    expect(gain.isShown).toBe(false);
  });

  test("is not known with few buyers on either side", () => {
    const other = spent({ isOwn: false, count: 200, sum: 24_000, sumOfSquares: 5e7 });
    expect(estimateGain([spent({}), { ...other, buyers: 9 }])).toBeNull();
    expect(estimateGain([spent({ buyers: 9 }), { ...other, buyers: 30 }])).toBeNull();
    expect(estimateGain([])).toBeNull();
    expect(sumGains([])).toBeNull();
  });

  test("is right although shares and sales changed together, and 95 of 100 intervals contain it", () => {
    const runs = Array.from({ length: 300 }, (_, seed) => {
      const { rows, truth } = live(seed, { effect: 0.25 });
      return { ...estimateGain(rows)!, truth };
    });
    const bias = runs.reduce((sum, it) => sum + it.gain - it.truth, 0) / runs.length;
    const error = runs.reduce((sum, it) => sum + it.error, 0) / runs.length;
    expect(Math.abs(bias)).toBeLessThan((3 * error) / Math.sqrt(runs.length));
    const covered = runs.filter(({ low, high, truth }) => low <= truth && truth <= high).length;
    expect(covered / runs.length).toBeGreaterThan(0.92);
  });

  test("is shown for a large gain, and hardly ever without one", () => {
    const shown = (effect: number) =>
      Array.from({ length: 200 }, (_, seed) => estimateGain(live(seed, { effect }).rows)!).filter(
        ({ isShown }) => isShown,
      ).length;
    expect(shown(0.6)).toBeGreaterThan(150);
    expect(shown(0)).toBeLessThanOrEqual(10);
  });

  test("adds up over experiments, with an interval narrower than the sum of theirs", () => {
    const one = estimateGain(live(1, { effect: 0.5 }).rows)!;
    const two = estimateGain(live(2, { effect: 0.5 }).rows)!;
    const both = sumGains([one, two])!;
    expect(both.gain).toBeCloseTo(one.gain + two.gain);
    expect(both.high - both.low).toBeLessThan(one.high - one.low + two.high - two.low);
  });

  test("does not depend on the order of the sums, and scales with the currency", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 500 }),
        fc.integer({ min: 2, max: 100 }),
        (seed, by) => {
          const { rows } = live(seed, { effect: 0.2, emails: 900 });
          const gain = estimateGain(rows);
          const scaled = estimateGain(
            rows
              .toReversed()
              .map((it) => ({ ...it, sum: it.sum * by, sumOfSquares: it.sumOfSquares * by ** 2 })),
          );
          expect(scaled === null).toBe(gain === null);
          if (gain && scaled) expect(scaled.low / by).toBeCloseTo(gain.low, 3);
        },
      ),
      { numRuns: 30 },
    );
  });
});
