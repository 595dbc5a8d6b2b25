import { describe, expect, test } from "vitest";
import type { NestedCell, NestedCells, NestedPrior } from "~/ml/experiments/nested-cells";
import { drawNestedCoefficients, fitNestedRegression } from "~/ml/experiments/nested-regression";
import { invertPositiveDefinite } from "~/ml/matrices/cholesky";
import { createRandomNumbers } from "~/ml/numerics/random";
import { drawBinomial, drawNormal } from "~/ml/numerics/random-draws";

/** One shared effect in two units, each with a level. */
const cellsOf = (counts: readonly (readonly [size: number, sum: number])[]): NestedCells => ({
  shared: 1,
  own: [1, 1],
  cells: counts.map(([size, sum], n): NestedCell => ({
    unit: n < 2 ? 0 : 1,
    shared: n % 2 === 0 ? [] : [0],
    own: [0],
    size,
    sum,
  })),
});
const prior: NestedPrior = {
  shared: Float64Array.of(0.3 ** -2),
  own: [Float64Array.of(1), Float64Array.of(1)],
};

describe("fitNestedRegression", () => {
  test("agrees with numerical integration over all coefficients of a small logistic model", () => {
    const offset = -3;
    const data = cellsOf([
      [800, 30],
      [400, 24],
      [500, 35],
      [300, 20],
    ]);
    const { mean, logEvidence } = fitNestedRegression(data, prior, { outcome: "rate", offset });

    // Given the effect, the levels are independent: integrals over each, then over the effect.
    const logRate = (size: number, sum: number, at: number) =>
      sum * at - size * Math.log1p(Math.exp(at));
    const logNormal = (value: number, precision: number) =>
      (Math.log(precision / (2 * Math.PI)) - precision * value ** 2) / 2;
    const grid = (from: number, to: number, steps: number) =>
      Array.from({ length: steps }, (_, n) => from + ((to - from) * (n + 0.5)) / steps);
    const [effects, levels] = [grid(-1.2, 1.2, 301), grid(-2.5, 2.5, 1_001)];
    const shift = [0, 1, 2, 3].map((n) => {
      const { size, sum } = data.cells[n]!;
      return logRate(size, sum, Math.log(sum / (size - sum)));
    });
    const densities = effects.map((effect) =>
      [0, 1].reduce(
        (product, unit) => {
          const [without, having] = [data.cells[2 * unit]!, data.cells[2 * unit + 1]!];
          const inner = levels.reduce(
            (sum, level) =>
              sum +
              Math.exp(
                logRate(without.size, without.sum, offset + level) +
                  logRate(having.size, having.sum, offset + level + effect) -
                  shift[2 * unit]! -
                  shift[2 * unit + 1]! +
                  logNormal(level, 1),
              ),
            0,
          );
          return product * inner * (5 / levels.length);
        },
        Math.exp(logNormal(effect, 0.3 ** -2)),
      ),
    );
    const total = densities.reduce((sum, it) => sum + it, 0);
    const truth = effects.reduce((sum, effect, n) => sum + (effect * densities[n]!) / total, 0);
    const spread = Math.sqrt(
      effects.reduce((sum, effect, n) => sum + ((effect - truth) ** 2 * densities[n]!) / total, 0),
    );
    const evidence =
      Math.log((total * 2.4) / effects.length) + shift.reduce((sum, it) => sum + it, 0);

    expect(Math.abs(mean.shared[0]! - truth)).toBeLessThan(0.03 * spread);
    expect(logEvidence).toBeCloseTo(evidence, 1);
    const random = createRandomNumbers(1);
    const posterior = fitNestedRegression(data, prior, { outcome: "rate", offset });
    const draws = Array.from(
      { length: 20_000 },
      () => drawNestedCoefficients(data, posterior, random).shared[0]!,
    );
    const center = draws.reduce((sum, it) => sum + it, 0) / draws.length;
    const deviation = Math.sqrt(
      draws.reduce((sum, it) => sum + (it - center) ** 2, 0) / draws.length,
    );
    expect(center).toBeCloseTo(mean.shared[0]!, 2);
    expect(deviation / spread).toBeGreaterThan(0.96);
    expect(deviation / spread).toBeLessThan(1.04);
  });

  test("is the exact posterior of means, by the dense normal equations", () => {
    const random = createRandomNumbers(7);
    const data: NestedCells = {
      shared: 2,
      own: [2, 1, 3],
      cells: Array.from({ length: 40 }, () => {
        const unit = random.nextInteger(3);
        return {
          unit,
          shared: random.nextFloat() < 0.5 ? [0, 1] : [random.nextInteger(2)],
          own: [random.nextInteger([2, 1, 3][unit]!)],
          size: 1 + random.nextInteger(5),
          sum: drawNormal(random),
        };
      }),
    };
    const precision: NestedPrior = {
      shared: Float64Array.of(2, 3),
      own: [Float64Array.of(1, 4), Float64Array.of(5), Float64Array.of(1, 2, 3)],
    };
    const posterior = fitNestedRegression(data, precision, { outcome: "mean", offset: 0.5 });

    const starts = [2, 4, 5];
    const dense = new Float64Array(64);
    const right = new Float64Array(8);
    [...precision.shared, ...precision.own.flatMap((it) => [...it])].forEach(
      (value, n) => (dense[n * 9] = value),
    );
    for (const { unit, shared, own, size, sum } of data.cells) {
      const terms = [...Array.from(shared), ...Array.from(own, (n) => starts[unit]! + n)];
      for (const row of terms) {
        right[row]! += sum - size * 0.5;
        for (const column of terms) dense[row * 8 + column]! += size;
      }
    }
    const covariance = invertPositiveDefinite(dense, 8)!;
    const expected = Array.from({ length: 8 }, (_, row) =>
      right.reduce((sum, value, column) => sum + covariance[row * 8 + column]! * value, 0),
    );
    const flat = ({ shared, own }: typeof posterior.mean) => [
      ...shared,
      ...own.flatMap((values) => [...values]),
    ];
    flat(posterior.mean).forEach((value, n) => expect(value).toBeCloseTo(expected[n]!, 9));

    const draws = Array.from({ length: 20_000 }, () =>
      flat(drawNestedCoefficients(data, posterior, random)),
    );
    for (let row = 0; row < 8; row++) {
      for (let column = 0; column < 8; column++) {
        const product =
          draws.reduce(
            (sum, it) => sum + (it[row]! - expected[row]!) * (it[column]! - expected[column]!),
            0,
          ) / draws.length;
        const scale = Math.sqrt(covariance[row * 9]! * covariance[column * 9]!);
        expect(Math.abs(product - covariance[row * 8 + column]!) / scale).toBeLessThan(0.04);
      }
    }
  });

  test("converges far from the start, and stays at the prior without data", () => {
    const far = cellsOf([
      [1_000_000, 999_000],
      [1, 0],
      [1_000_000, 1],
      [1, 1],
    ]);
    const wide = {
      shared: Float64Array.of(1),
      own: [Float64Array.of(1e-4), Float64Array.of(1e-4)],
    };
    const { mean } = fitNestedRegression(far, wide, { outcome: "rate", offset: -3 });
    expect(mean.own[0]![0]! - 3).toBeCloseTo(Math.log(999), 1);
    const none = fitNestedRegression(cellsOf([]), prior, { outcome: "rate", offset: -3 });
    expect(none.mean.shared[0]).toBe(0);
    expect(none.logEvidence).toBeCloseTo(0, 12);
  });

  test("covers effects drawn from the prior in at least 93 of 100 intervals, and errs less than each unit alone", () => {
    const random = createRandomNumbers(3);
    let covered = 0;
    let pooledError = 0;
    let aloneError = 0;
    const runs = 200;
    for (let run = 0; run < runs; run++) {
      const effect = 0.3 * drawNormal(random);
      const units = 10;
      const cells: NestedCell[] = Array.from({ length: units }, (_, unit) => {
        const level = -3 + 0.5 * drawNormal(random);
        return [0, 1].map((having): NestedCell => ({
          unit,
          shared: having ? [0] : [],
          own: [0],
          size: 100,
          sum: drawBinomial(100, 1 / (1 + Math.exp(-level - having * effect)), random),
        }));
      }).flat();
      const own = Array.from({ length: units }, () => 1);
      const data = { shared: 1, own, cells };
      const pooledPrior = { shared: prior.shared, own: own.map(() => Float64Array.of(4)) };
      const options = { outcome: "rate", offset: -3 } as const;
      const posterior = fitNestedRegression(data, pooledPrior, options);
      // The last factor is that of the only shared coefficient.
      const half = 1.959964 / posterior.factors.shared[0]!;
      if (Math.abs(posterior.mean.shared[0]! - effect) <= half) covered++;
      pooledError += (posterior.mean.shared[0]! - effect) ** 2;
      const alone = fitNestedRegression(
        { ...data, cells: cells.filter(({ unit }) => unit === 0) },
        pooledPrior,
        options,
      );
      aloneError += (alone.mean.shared[0]! - effect) ** 2;
    }
    expect(covered / runs).toBeGreaterThanOrEqual(0.93);
    expect(pooledError).toBeLessThan(0.6 * aloneError);
  });
});
