import { describe, expect, test } from "vitest";
import { areaUnderCurve } from "~/ml/regression/classification-metrics";
import type { LabeledRows } from "~/ml/regression/logistic-slopes";
import { createRandomNumbers } from "~/ml/numerics/random";

/** Fits on labeled rows; returns the probability for a row of features. */
export type FitPredictor = (rows: LabeledRows) => (features: Float64Array, row: number) => number;

/** The contract of every binary classifier, whatever its method. */
export function predictorContract(name: string, fit: FitPredictor) {
  describe(`the ${name} predictor`, () => {
    test("reaches the generating model's AUC on unseen rows", () => {
      const [train, held] = [madeUp(4000, 1), madeUp(20_000, 2)];
      const own = aucOf(held, (row) => logitOf(held, row));
      const found = aucOf(held, by(fit(train), held));
      expect(own).toBeGreaterThan(0.7);
      expect(Math.abs(found - own)).toBeLessThan(0.01);
    });

    test.each([3, 4, 5])("finds nothing in shuffled labels (seed %i)", (seed) => {
      const train = { ...madeUp(4000, seed), labels: shuffledLabels(4000, seed) };
      const held = { ...madeUp(20_000, seed + 100), labels: shuffledLabels(20_000, seed + 100) };
      const auc = aucOf(held, by(fit(train), held));
      expect(Math.abs(auc - 0.5)).toBeLessThanOrEqual(0.02);
    });

    test("gives bit-identical probabilities when repeated", () => {
      const rows = madeUp(500, 6);
      expect(chancesOf(fit(rows), rows)).toEqual(chancesOf(fit(rows), rows));
    });

    test("does not depend on the order of rows", () => {
      const rows = madeUp(500, 7);
      const chances = chancesOf(fit(reversed(rows)), rows);
      chancesOf(fit(rows), rows).forEach((chance, row) =>
        expect(chances[row]).toBeCloseTo(chance, 4),
      );
    });

    test("gives a constant feature no weight", () => {
      const rows = madeUp(500, 8);
      const plain = chancesOf(fit(rows), rows);
      const wide = withColumn(rows, () => 3);
      chancesOf(fit(wide), wide).forEach((chance, row) =>
        expect(Math.abs(chance - plain[row]!)).toBeLessThan(0.02),
      );
    });

    test("keeps probabilities finite when the classes are perfectly separable", () => {
      const rows = madeUp(200, 9);
      const apart = withColumn(rows, (row) => (rows.labels[row] === 1 ? 1 : -1));
      const chances = chancesOf(fit(apart), apart);
      expect(aucOf(apart, (row) => chances[row]!)).toBe(1);
      chances.forEach((chance) => {
        expect(chance).toBeGreaterThanOrEqual(0);
        expect(chance).toBeLessThanOrEqual(1);
      });
    });

    test.each([NaN, Infinity, -Infinity])("refuses a feature that is %d", (value) => {
      const rows = madeUp(50, 10);
      const broken = { ...rows, features: rows.features.with(33, value) };
      expect(() => fit(broken)).toThrow(RangeError);
    });

    test("refuses a label that is neither 0 nor 1", () => {
      const rows = madeUp(50, 11);
      expect(() => fit({ ...rows, labels: Array.from(rows.labels).with(7, NaN) })).toThrow(
        RangeError,
      );
    });
  });
}

const WIDTH = 3;
const WEIGHTS = [1, -0.5, 0];

function logitOf({ features }: LabeledRows, row: number): number {
  return WEIGHTS.reduce((sum, weight, n) => sum + weight * features[row * WIDTH + n]!, -0.3);
}

/** Three features, two of them informative. */
function madeUp(count: number, seed: number): LabeledRows {
  const random = createRandomNumbers(seed);
  const features = Float64Array.from(
    { length: count * WIDTH },
    () => 3 * (random.nextFloat() + random.nextFloat() - 1),
  );
  const rows = { features, width: WIDTH, labels: [] };
  const labels = Array.from({ length: count }, (_, row) =>
    random.nextFloat() < 1 / (1 + Math.exp(-logitOf(rows, row))) ? 1 : 0,
  );
  return { ...rows, labels };
}

/** Equal numbers of each label, independent of the features. */
function shuffledLabels(count: number, seed: number): number[] {
  const random = createRandomNumbers(seed + 1000);
  return Array.from({ length: count }, () => (random.nextFloat() < 0.5 ? 1 : 0));
}

function reversed({ features, width, labels }: LabeledRows): LabeledRows {
  const rows = Array.from(labels, (_, row) => labels.length - 1 - row);
  return {
    features: Float64Array.from(
      rows.flatMap((row) => Array.from(features.subarray(row * width, (row + 1) * width))),
    ),
    width,
    labels: rows.map((row) => labels[row]!),
  };
}

function withColumn(rows: LabeledRows, valueOf: (row: number) => number): LabeledRows {
  const { features, width, labels } = rows;
  const wide = Array.from(labels, (_, row) => [
    ...features.subarray(row * width, (row + 1) * width),
    valueOf(row),
  ]);
  return { features: Float64Array.from(wide.flat()), width: width + 1, labels };
}

type Chance = ReturnType<FitPredictor>;

function by(chance: Chance, { features }: LabeledRows): (row: number) => number {
  return (row) => chance(features, row);
}

function chancesOf(chance: Chance, rows: LabeledRows): number[] {
  return Array.from(rows.labels, (_, row) => chance(rows.features, row));
}

function aucOf({ labels }: LabeledRows, scoreOf: (row: number) => number): number {
  return areaUnderCurve({ chances: Array.from(labels, (_, row) => scoreOf(row)), labels });
}
